package io.fleetman.controller.fleet;

import io.fleetman.document.Author;
import io.fleetman.document.CellState;
import io.fleetman.document.Desired;
import io.fleetman.document.Drift;
import io.fleetman.document.DriftPolicy;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cell: what it must be, and what its node says it is.
 *
 * @param cell which
 * @param manifest null if unknown: its document cannot be read and the node said nothing
 * @param profile null until the node said it
 * @param desired what it must be; null if it was never published
 * @param desiredVersion the snapshot the trigger names; null if none
 * @param running the version that is active; null if none or unknown
 * @param state what came of the last command, corrected by what the host shows; null if the node
 *     said nothing yet
 * @param pending true if the node has not said anything about the last command yet
 * @param health in the node's words; empty if it said nothing
 * @param drift what is not as the agent left it
 * @param reason why it is not what was asked for; null if all is well
 * @param logTail last lines of journal or log files: of what was tried last if that failed, else of
 *     what runs
 * @param logVersion which version wrote them; null if unknown
 * @param runningLog last lines of what runs; empty if it wrote none, or its node told none
 * @param author who wrote the last command, when and why; null if none or by hand
 * @param triggerId the last command's id; null if none
 * @param changedAt when the state last changed, by the node's clock; null if the node said nothing
 * @param since how long ago that was: the age of the cell's status by the store's clock, which is
 *     what may be compared (invariant 11); null if the node said nothing
 * @param node whether its node is there
 * @param removed true if the cell was removed and waits for its node, or its node said it is gone
 * @param onDrift what becomes of what is changed by hand
 * @param recent ids of the last commands, the last one last
 * @param problems documents of it that cannot be read, a sentence each
 */
public record CellView(
    CellRef cell,
    @Nullable ManifestId manifest,
    @Nullable Profile profile,
    @Nullable Desired desired,
    @Nullable Version desiredVersion,
    @Nullable Version running,
    @Nullable CellState state,
    boolean pending,
    String health,
    List<Drift> drift,
    @Nullable String reason,
    List<String> logTail,
    @Nullable Version logVersion,
    List<String> runningLog,
    @Nullable Author author,
    @Nullable String triggerId,
    @Nullable Instant changedAt,
    @Nullable Duration since,
    Presence node,
    boolean removed,
    DriftPolicy onDrift,
    List<String> recent,
    List<String> problems) {
  /** Whether its node was heard of lately. */
  public boolean isHeardOf() {
    return node == Presence.ACTIVE || node == Presence.WARNING;
  }

  /** Whether somebody should look at it. */
  public boolean needsAttention() {
    return !problems.isEmpty()
        || !drift.isEmpty()
        || state == CellState.FAILED
        || state == CellState.ROLLED_BACK
        || state == CellState.REJECTED;
  }
}
