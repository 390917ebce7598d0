package io.fleetman.controller.fleet;

import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node as it was last heard of.
 *
 * @param presence whether it is there
 * @param silentFor the age of its heartbeat by the store's clock; null if there is none
 * @param clockOffset how far the node's clock is ahead of the store's, to a few seconds; negative:
 *     behind; null if it did not say
 * @param heartbeat null if there is none or it cannot be read
 * @param report null if there is none or it cannot be read
 * @param problems what is wrong, a sentence each: its own words and documents that cannot be read
 */
public record NodeView(
    NodeId node,
    Presence presence,
    @Nullable Duration silentFor,
    @Nullable Duration clockOffset,
    @Nullable Heartbeat heartbeat,
    @Nullable NodeReport report,
    List<String> problems) {
  // A store tells whole seconds, and a heartbeat takes a moment to arrive.
  private static final Duration NEARLY = Duration.ofSeconds(5);

  /** Whether its clock is so wrong that somebody should look. */
  public boolean isClockWrong() {
    return clockOffset != null && clockOffset.abs().compareTo(NEARLY) > 0;
  }

  /** The cells that the node reports. */
  List<CellRef> reported() {
    return report == null
        ? List.of()
        : report.cells().stream().map(c -> new CellRef(node, c.cell())).toList();
  }
}
