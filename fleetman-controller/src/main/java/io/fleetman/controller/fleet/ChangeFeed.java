package io.fleetman.controller.fleet;

import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The last changes, by sequence number. Safe for several threads. */
final class ChangeFeed {
  // Names, not changes: one change may be of all nodes.
  private static final int MOST_NAMES = 100_000;

  private final Deque<FleetChange> changes = new ArrayDeque<>();
  private long last;
  private int names;

  /** Adds a change, unless it is none; the number of the last one. */
  synchronized long add(Set<NodeId> nodes, Set<CellRef> cells) {
    if (!nodes.isEmpty() || !cells.isEmpty()) {
      last++;
      changes.addLast(new FleetChange(last, Set.copyOf(nodes), Set.copyOf(cells)));
      names += nodes.size() + cells.size();
      while (names > MOST_NAMES) {
        FleetChange oldest = changes.removeFirst();
        names -= oldest.nodes().size() + oldest.cells().size();
      }
    }
    return last;
  }

  /** Those after this number, oldest first; null if some of them are forgotten, or never were. */
  synchronized @Nullable List<FleetChange> since(long sequence) {
    FleetChange oldest = changes.peekFirst();
    long forgotten = oldest == null ? last : oldest.sequence() - 1;
    if (sequence > last || sequence < forgotten) {
      return null;
    }
    return changes.stream().filter(c -> c.sequence() > sequence).toList();
  }
}
