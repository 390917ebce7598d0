package io.fleetman.controller.demo;

import io.fleetman.document.CellState;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the demo did, as its node reports it and as this machine shows.
 *
 * @param ok whether it really happened: every other field says so
 * @param mode how the service is there: {@code user-unit}, {@code system-unit} or {@code
 *     files-only}
 * @param summary one sentence
 * @param cell which
 * @param version what was deployed
 * @param state what the node reports
 * @param filesVerified how many files are on the disk as they were deployed
 * @param service the service's address; null if nothing runs
 * @param serviceAnswered what the service answered over HTTP; null if nothing runs
 * @param page the controller's address
 * @param pageAnswered whether the page shows the cell
 * @param jobSaid what a job on the node wrote; null if it came to nothing
 * @param store the store's address
 * @param data the demo's folder
 * @param problems why it is not ok, a sentence each
 * @param log last lines of the service's log, if it failed
 */
record DemoResult(
    boolean ok,
    String mode,
    String summary,
    CellRef cell,
    Version version,
    @Nullable CellState state,
    int filesVerified,
    @Nullable String service,
    @Nullable String serviceAnswered,
    String page,
    boolean pageAnswered,
    @Nullable String jobSaid,
    String store,
    String data,
    List<String> problems,
    List<String> log) {}
