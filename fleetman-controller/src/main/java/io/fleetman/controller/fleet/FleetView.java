package io.fleetman.controller.fleet;

import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
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

  /** One node. */
  public Optional<NodeView> node(NodeId node) {
    return nodes.stream().filter(n -> n.node().equals(node)).findFirst();
  }

  /** One cell. */
  public Optional<CellView> cell(CellRef cell) {
    return cells.stream().filter(c -> c.cell().equals(cell)).findFirst();
  }

  /** Puts together what was read. Pure. */
  static FleetView of(
      @Nullable Instant storeNow,
      Map<NodeId, Observed.OfNode> nodes,
      Map<CellRef, Observed.OfCell> cells) {
    TreeSet<NodeId> names = new TreeSet<>(nodes.keySet());
    cells.keySet().forEach(c -> names.add(c.node()));
    SortedMap<NodeId, NodeView> views = new TreeMap<>();
    for (NodeId name : names) {
      views.put(name, nodes.getOrDefault(name, Observed.OfNode.NOTHING).view(name, storeNow));
    }
    TreeSet<CellRef> refs = new TreeSet<>(cells.keySet());
    views.values().forEach(v -> refs.addAll(v.reported()));
    List<CellView> cellViews =
        refs.stream()
            .flatMap(
                ref -> {
                  NodeView node = views.get(ref.node());
                  return node == null
                      ? Stream.empty()
                      : cells
                          .getOrDefault(ref, Observed.OfCell.NOTHING)
                          .view(ref, node, storeNow)
                          .stream();
                })
            .toList();
    return new FleetView(storeNow, List.copyOf(views.values()), cellViews);
  }
}
