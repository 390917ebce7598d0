package io.fleetman.job.gate;

import io.fleetman.layout.ExecutionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which of a node's executions may enter now: exclusive ones one at a time, in the order of their
 * ids; parallel ones beside whatever runs. Pure.
 */
public final class NodeQueue {
  private NodeQueue() {}

  /**
   * One of the node's executions that has not ended.
   *
   * @param execution which
   * @param parallel its policy's
   * @param state what it does
   */
  public record Item(ExecutionId execution, boolean parallel, State state) {}

  /** What an execution does on the node. */
  public enum State {
    /** Its time has not come: before its start, or in the pause before a retry. */
    RESTING,
    /** It could begin. */
    READY,
    /** It runs. */
    RUNNING
  }

  /** Those that may enter now, in order. */
  public static List<ExecutionId> next(Collection<Item> items) {
    List<ExecutionId> next = new ArrayList<>();
    boolean taken = items.stream().anyMatch(i -> !i.parallel() && i.state() == State.RUNNING);
    for (Item item : items.stream().sorted(Comparator.comparing(Item::execution)).toList()) {
      if (item.state() == State.READY && (item.parallel() || !taken)) {
        next.add(item.execution());
        taken |= !item.parallel();
      }
    }
    return next;
  }
}
