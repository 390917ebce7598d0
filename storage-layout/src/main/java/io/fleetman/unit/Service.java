package io.fleetman.unit;

import io.fleetman.document.Limits;
import io.fleetman.document.RestartPolicy;
import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to run for a cell, all tokens filled in.
 *
 * @param cell its id
 * @param manifest whose
 * @param version which
 * @param current the link to the active release, in which it runs
 * @param argv program, an absolute path, and arguments; empty with a unit of one's own
 * @param user null: the agent's
 * @param group null: the user's own
 * @param env its environment
 * @param limits what it may use
 * @param restart when it is started again
 * @param stopTimeout between TERM and KILL; null: the host's default
 * @param output where supervisord writes what it prints
 */
public record Service(
    CellId cell,
    ManifestId manifest,
    Version version,
    Path current,
    List<String> argv,
    @Nullable String user,
    @Nullable String group,
    Map<String, String> env,
    Limits limits,
    RestartPolicy restart,
    @Nullable Duration stopTimeout,
    Path output) {
  /** The name of the cell's unit or program, without a suffix. */
  public static String name(CellId cell) {
    return "fleetman-" + cell.value();
  }
}
