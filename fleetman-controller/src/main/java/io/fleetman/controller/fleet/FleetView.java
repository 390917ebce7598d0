package io.fleetman.controller.fleet;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fleet at one moment.
 *
 * @param storeNow the store's clock when it was read; null if the store did not say
 * @param nodes by name
 * @param cells by node and id; removed ones only while their node has not finished
 */
public record FleetView(@Nullable Instant storeNow, List<NodeView> nodes, List<CellView> cells) {
  /** How many nodes are of that presence. */
  public long count(Presence presence) {
    return nodes.stream().filter(n -> n.presence() == presence).count();
  }
}
