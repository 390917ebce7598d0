package io.fleetman.agent.job;

import io.fleetman.agent.job.StepPlan.Stop;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.SlotRef;
import io.fleetman.job.StepResult;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Run;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the agent remembers of an execution across restarts.
 *
 * @param execution as it was read when the node first saw it
 * @param created the store's time of the write of its {@code job.json}
 * @param attempt which, from 1
 * @param nonce of this attempt's claim and slot; kept before either was put
 * @param begun when the claim was won, by this node's clock; null before
 * @param slot that it holds; null: none
 * @param done what came of each step, by its place
 * @param doing the step that is being done; null between two
 * @param stop why no more is begun but {@code finally}; null: nothing stops it
 * @param verdict what is to be said; null while it runs
 */
record Memo(
    ExecutionMark.Execution execution,
    Instant created,
    int attempt,
    String nonce,
    @Nullable Instant begun,
    @Nullable SlotRef slot,
    SortedMap<Integer, StepResult> done,
    @Nullable Doing doing,
    @Nullable Stop stop,
    @Nullable Verdict verdict) {
  /** What was left out is empty. */
  Memo {
    done =
        done == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(done));
  }

  /**
   * A step that is being done.
   *
   * @param index its place
   * @param tries how often it was begun, this time included
   * @param since when the first try began, by this node's clock
   * @param unit whether systemd keeps its process
   * @param boot which boot of the machine it was begun in
   * @param ending when this try was told to end, by this node's clock; null: it was not
   */
  record Doing(
      int index, int tries, Instant since, boolean unit, String boot, @Nullable Instant ending) {
    Doing ended(Instant now) {
      return new Doing(index, tries, since, unit, boot, now);
    }
  }

  static Memo first(Run run, int attempt, String nonce) {
    return new Memo(
        run.job(), run.created(), attempt, nonce, null, null, new TreeMap<>(), null, null, null);
  }

  Memo claimed(@Nullable SlotRef held, Instant now) {
    return new Memo(execution, created, attempt, nonce, now, held, done, doing, stop, verdict);
  }

  Memo doing(@Nullable Doing next) {
    return new Memo(execution, created, attempt, nonce, begun, slot, done, next, stop, verdict);
  }

  Memo done(int index, StepResult result) {
    SortedMap<Integer, StepResult> all = new TreeMap<>(done);
    all.put(index, result);
    return new Memo(execution, created, attempt, nonce, begun, slot, all, null, stop, verdict);
  }

  Memo stopped(Stop why) {
    return new Memo(
        execution,
        created,
        attempt,
        nonce,
        begun,
        slot,
        done,
        doing,
        stop == null ? why : stop,
        verdict);
  }

  Memo saying(Verdict said) {
    return new Memo(execution, created, attempt, nonce, begun, slot, done, null, stop, said);
  }

  Run run() {
    return new Run(execution, created);
  }

  /** A name that no other attempt has, for its folder and its units. */
  String name() {
    return execution.id() + "." + attempt;
  }
}
