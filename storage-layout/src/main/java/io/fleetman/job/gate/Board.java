package io.fleetman.job.gate;

import io.fleetman.job.ExecutionStatus;
import io.fleetman.job.Slot;
import io.fleetman.job.SlotRef;
import io.fleetman.job.Verdict;
import io.fleetman.layout.NodeId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All that decides about some nodes of an execution, as it was read. Pure.
 *
 * @param run the execution
 * @param gates what was listed
 * @param standings where the nodes that were asked for stand
 * @param verdicts what came of their attempts
 * @param slots the newest slot of each chain; empty where no slots are needed
 */
public record Board(
    Run run,
    Gates gates,
    SortedMap<NodeId, Standing> standings,
    Map<Gates.Key, Verdict> verdicts,
    SortedMap<SlotRef, Slot> slots) {
  /** Orders slots by chain. */
  static final Comparator<SlotRef> BY_CHAIN =
      Comparator.comparingInt(SlotRef::chain).thenComparingInt(SlotRef::generation);

  /** Where the whole execution stands, if all of its nodes were asked for. */
  public ExecutionStatus status() {
    return ExecutionStatus.of(standings.values().stream().map(Standing::status).toList());
  }

  /**
   * Whether an agent that has not heard of the end might begin if the claims were gone: somebody
   * else closed its node's share, and its time is not over. Such an execution must not be pruned.
   */
  public boolean mayStillBegin() {
    Instant now = gates.now();
    return (now == null || now.isBefore(run.expires(run.opens())))
        && standings.entrySet().stream().anyMatch(s -> closedByOthers(s.getKey(), s.getValue()));
  }

  private boolean closedByOthers(NodeId node, Standing standing) {
    return standing instanceof Standing.Ended ended
        && !verdicts.containsKey(new Gates.Key(node, ended.attempt()));
  }

  /** How many nodes nobody has claimed anything of: most of them wait. */
  int unclaimed() {
    long claimed = gates.claims().keySet().stream().map(Gates.Key::node).distinct().count();
    return run.job().targets().size() - (int) claimed;
  }

  /** Whether the attempt that holds a slot has ended. */
  boolean over(Slot slot) {
    Standing standing = standings.get(slot.node());
    return standing != null
        && (standing.attempt() > slot.attempt() || standing instanceof Standing.Ended);
  }

  /** The slot that an attempt holds: of several, the one of the lowest chain. */
  Optional<SlotRef> held(NodeId node, int attempt) {
    return slots.entrySet().stream()
        .filter(s -> s.getValue().node().equals(node) && s.getValue().attempt() == attempt)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** How many attempts that held this slot, or an earlier one of its chain, have failed. */
  int failures(SlotRef ref) {
    Slot slot = slots.get(ref);
    return slot == null ? 0 : slot.failures() + (failed(ref, slot) ? 1 : 0);
  }

  // A node may have taken two slots when an answer was lost; its failure counts for the one that
  // its verdict names.
  private boolean failed(SlotRef ref, Slot slot) {
    Verdict verdict = verdicts.get(new Gates.Key(slot.node(), slot.attempt()));
    return verdict != null && verdict.status().isFailure() && ref.equals(verdict.slot());
  }

  /** How many attempts have failed in all chains together. */
  int failures() {
    return slots.keySet().stream().mapToInt(this::failures).sum();
  }

  /** Whether more have failed than the policy bears. */
  boolean tooManyFailed() {
    return failures() > run.job().policy().mostFailures(run.job().targets().size());
  }
}
