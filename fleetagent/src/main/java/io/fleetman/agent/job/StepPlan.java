package io.fleetman.agent.job;

import io.fleetman.job.JobDocument;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Step;
import io.fleetman.job.StepResult;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Which step comes next, and what the attempt came to. Pure. Steps are known by their place in
 * {@link JobDocument#everyStep}: the steps, the final step, those of {@code finally}.
 */
final class StepPlan {
  private final List<Step> all;
  private final int always;

  StepPlan(JobDocument document) {
    this.all = document.everyStep();
    this.always = all.size() - document.always().size();
  }

  /** Why no more is begun but {@code finally}. */
  enum Stop {
    /** Somebody asked for it. */
    CANCELED,
    /** The attempt's time is up. */
    TIMED_OUT
  }

  Step step(int index) {
    return all.get(index);
  }

  /** Whether it is one of {@code finally}, which is done after a failure too. */
  boolean isAlways(int index) {
    return index >= always;
  }

  /** The step to do next; empty if all that is to be done was done. */
  OptionalInt next(SortedMap<Integer, StepResult> done, @Nullable Stop stop) {
    boolean goOn = stop == null;
    for (int i = 0; i < all.size(); i++) {
      StepResult result = done.get(i);
      if (result == null && (isAlways(i) || goOn)) {
        return OptionalInt.of(i);
      }
      goOn &= isAlways(i) || (result != null && passes(i, result));
    }
    return OptionalInt.empty();
  }

  private boolean passes(int index, StepResult result) {
    return result.status() == NodeStatus.SUCCEEDED
        || (all.get(index).ignoreStepFailure() && result.status() != NodeStatus.CANCELED);
  }

  /** What the attempt came to, once nothing comes next. */
  End end(SortedMap<Integer, StepResult> done, @Nullable Stop stop) {
    StepResult decisive =
        done.entrySet().stream()
            .filter(e -> !passes(e.getKey(), e.getValue()))
            .map(java.util.Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    Integer exit = decisive == null ? lastExit(done) : decisive.exitCode();
    if (stop == Stop.CANCELED && !whole(done)) {
      return new End(NodeStatus.CANCELED, "it was canceled while it ran", exit);
    }
    if (decisive == null) {
      return stop == Stop.TIMED_OUT && !whole(done)
          ? new End(NodeStatus.TIMED_OUT, "the job's time was up", exit)
          : new End(NodeStatus.SUCCEEDED, null, exit);
    }
    NodeStatus status =
        decisive.status() == NodeStatus.TIMED_OUT ? NodeStatus.TIMED_OUT : NodeStatus.FAILED;
    return new End(status, "step '" + decisive.name() + "' " + decisive.reason(), exit);
  }

  // A cancel that comes after the last step of all has ended changes nothing any more.
  private boolean whole(SortedMap<Integer, StepResult> done) {
    for (int i = 0; i < always; i++) {
      StepResult result = done.get(i);
      if (result == null || !passes(i, result)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Integer lastExit(SortedMap<Integer, StepResult> done) {
    return done.headMap(always).values().stream()
        .map(StepResult::exitCode)
        .filter(java.util.Objects::nonNull)
        .reduce((_, b) -> b)
        .orElse(null);
  }

  /**
   * What an attempt came to.
   *
   * @param reason null if it succeeded, or somebody stopped it
   * @param exitCode of the process that decided it; null if there was none
   */
  record End(NodeStatus status, @Nullable String reason, @Nullable Integer exitCode) {}
}
