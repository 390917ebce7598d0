package io.fleetman.controller.fleet;

import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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

  /** Puts what is not in order into order: finding one of many is what pages do all the time. */
  public FleetView {
    nodes = ordered(nodes, Comparator.comparing(NodeView::node));
    cells = ordered(cells, Comparator.comparing(CellView::cell));
  }

  /** One node. */
  public Optional<NodeView> node(NodeId node) {
    int at = from(nodes, n -> n.node().compareTo(node) < 0);
    return at < nodes.size() && nodes.get(at).node().equals(node)
        ? Optional.of(nodes.get(at))
        : Optional.empty();
  }

  /** One cell. */
  public Optional<CellView> cell(CellRef cell) {
    int at = from(cells, c -> c.cell().compareTo(cell) < 0);
    return at < cells.size() && cells.get(at).cell().equals(cell)
        ? Optional.of(cells.get(at))
        : Optional.empty();
  }

  /** A node's cells, by id. */
  public List<CellView> cells(NodeId node) {
    int first = from(cells, c -> c.cell().node().compareTo(node) < 0);
    int end = from(cells, c -> c.cell().node().compareTo(node) <= 0);
    return cells.subList(first, end);
  }

  // The first of those that are not before.
  private static <T> int from(List<T> sorted, Predicate<T> before) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (before.test(sorted.get(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static <T> List<T> ordered(List<T> list, Comparator<T> order) {
    for (int i = 1; i < list.size(); i++) {
      if (order.compare(list.get(i - 1), list.get(i)) > 0) {
        return list.stream().sorted(order).toList();
      }
    }
    return List.copyOf(list);
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
