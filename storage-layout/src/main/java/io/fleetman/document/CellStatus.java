package io.fleetman.document;

import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code cells/<node>/<cell>/status.json}: what the agent made of the trigger, swapped in at every
 * change of state.
 *
 * @param node where
 * @param cell its id there
 * @param cellUid the uid of the release on the node; null if there is none
 * @param manifest whose; null if nothing was ever installed
 * @param profile how it runs; null if nothing was ever installed
 * @param sequence the highest that was handled
 * @param triggerId the command that this is about
 * @param deployId the last one that was tried
 * @param restartId the last one that was done; null if none
 * @param state what came of it so far
 * @param version what the command asked for; null if removed
 * @param running the version that is active on the node (runs, or its files are in place); null if
 *     none
 * @param reason why it is not what was asked for, one sentence with the fix where there is one;
 *     null if all is well
 * @param logTail the last lines of the journal or log files, on failure
 * @param startedAt when work on the command began, by the node's clock
 * @param changedAt when the state last changed, by the node's clock
 */
public record CellStatus(
    NodeId node,
    CellId cell,
    @Nullable String cellUid,
    @Nullable ManifestId manifest,
    @Nullable Profile profile,
    long sequence,
    String triggerId,
    String deployId,
    @Nullable String restartId,
    CellState state,
    @Nullable Version version,
    @Nullable Version running,
    @Nullable String reason,
    List<String> logTail,
    Instant startedAt,
    Instant changedAt)
    implements Document {
  /**
   * Lists that were left out are empty.
   *
   * @throws NullPointerException if it lacks what every agent writes
   */
  public CellStatus {
    Objects.requireNonNull(node, "node is missing");
    Objects.requireNonNull(cell, "cell is missing");
    Objects.requireNonNull(triggerId, "triggerId is missing");
    Objects.requireNonNull(deployId, "deployId is missing");
    Objects.requireNonNull(state, "state is missing");
    Objects.requireNonNull(startedAt, "startedAt is missing");
    Objects.requireNonNull(changedAt, "changedAt is missing");
    logTail = Defaults.list(logTail);
  }

  @Override
  public String kind() {
    return "status";
  }
}
