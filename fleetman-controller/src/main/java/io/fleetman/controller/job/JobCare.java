package io.fleetman.controller.job;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.Refusal;
import io.fleetman.job.gate.Board;
import io.fleetman.layout.ExecutionId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after executions that nobody looks at: ends what only others can end, and deletes what is
 * old. As many as like may do it at the same time: all that is settled is settled once (invariant
 * 19), and what is deleted has ended. One thread at a time.
 */
public final class JobCare {
  private static final Logger LOG = LoggerFactory.getLogger(JobCare.class);

  private final Executions executions;
  private final JobPruner pruner;
  private final Set<ExecutionId> over = new HashSet<>();

  /** Of these executions. */
  public JobCare(Executions executions, JobPruner pruner) {
    this.executions = executions;
    this.pruner = pruner;
  }

  /**
   * Looks once at each that is not known to have ended.
   *
   * @throws io.fleetman.store.StoreException if the store did not answer; called again, it goes on
   */
  public void settle() {
    List<ExecutionId> ids = executions.ids();
    over.retainAll(Set.copyOf(ids));
    for (ExecutionId id : ids) {
      if (!over.contains(id) && ended(id)) {
        over.add(id);
      }
    }
  }

  private boolean ended(ExecutionId id) {
    try {
      Board board = executions.settled(id);
      return board.status().isEnd();
    } catch (Refusal.NotFound e) {
      return true; // it is being pruned
    } catch (DocumentException e) {
      // Whoever can read it settles it; the others are settled all the same.
      LOG.warn("execution {} is left alone: {}", id, e.getMessage());
      return true;
    }
  }

  /** Deletes what is beyond a number, or older than an age. */
  public void prune(@Nullable Integer keep, @Nullable Duration age, String reason) {
    pruner.prune(pruner.plan(keep, age), reason);
  }
}
