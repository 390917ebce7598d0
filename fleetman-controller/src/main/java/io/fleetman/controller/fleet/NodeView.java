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
 * @param heartbeat null if there is none or it cannot be read
 * @param report null if there is none or it cannot be read
 * @param problems what is wrong, a sentence each: its own words and documents that cannot be read
 */
public record NodeView(
    NodeId node,
    Presence presence,
    @Nullable Duration silentFor,
    @Nullable Heartbeat heartbeat,
    @Nullable NodeReport report,
    List<String> problems) {
  /** The cells that the node reports. */
  List<CellRef> reported() {
    return report == null
        ? List.of()
        : report.cells().stream().map(c -> new CellRef(node, c.cell())).toList();
  }
}
