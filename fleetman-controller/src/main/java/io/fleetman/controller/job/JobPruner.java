package io.fleetman.controller.job;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.JobRequest;
import io.fleetman.job.gate.Board;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.store.ListPage;
import io.fleetman.store.Read;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes old executions away: only ended ones; inboxes first, then the execution says that it was
 * pruned, then the rest (invariant 22). The note that it was goes a day later.
 */
public final class JobPruner {
  private static final Logger LOG = LoggerFactory.getLogger(JobPruner.class);
  private static final Duration NOTE = Duration.ofDays(1);

  private final OpenFleet fleet;
  private final Executions executions;

  /** In this fleet. */
  public JobPruner(OpenFleet fleet, Executions executions) {
    this.fleet = fleet;
    this.executions = executions;
  }

  /**
   * The executions that would go, the newest first.
   *
   * @param keep at least so many of the newest stay; null: no number counts
   * @param age those that ended longer ago go, by the store's clock; null: no age counts
   */
  public List<ExecutionFacts> plan(@Nullable Integer keep, @Nullable Duration age) {
    List<ExecutionId> ids = executions.ids();
    List<ExecutionFacts> plan = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Board board = executions.read(ids.get(i)).orElse(null);
      if (board == null || !board.status().isEnd() || board.mayStillBegin()) {
        continue;
      }
      ExecutionFacts facts = ExecutionFacts.of(board);
      Instant now = board.gates().now();
      boolean old =
          age != null
              && now != null
              && facts.ended() != null
              && now.isAfter(facts.ended().plus(age));
      if (old || (keep != null && i >= keep)) {
        plan.add(facts);
      }
    }
    return plan;
  }

  /** Takes them away, and what is left of those that were pruned before. */
  public void prune(List<ExecutionFacts> plan, @Nullable String reason) {
    for (ExecutionFacts facts : plan) {
      prune(facts.job(), reason);
    }
    sweep();
  }

  private void prune(ExecutionMark.Execution job, @Nullable String reason) {
    ExecutionId id = job.id();
    fleet.objects().deleteAll(job.targets().stream().map(n -> JobKeys.inbox(n, id)).toList());
    String key = JobKeys.execution(id);
    Read<ExecutionMark> read = fleet.documents().read(key, ExecutionMark.class);
    if (read.found().orElse(null) instanceof ExecutionMark.Execution) {
      var _ =
          fleet
              .documents()
              .replace(
                  key,
                  new ExecutionMark.Pruned(id, fleet.author(reason)),
                  ExecutionMark.class,
                  read);
    }
    executions.forget(List.of(id));
    deleteRest(id);
  }

  // What cannot be read was not pruned, as far as anybody knows.
  private Read<ExecutionMark> mark(ExecutionId id) {
    try {
      return fleet.documents().read(JobKeys.execution(id), ExecutionMark.class);
    } catch (DocumentException e) {
      LOG.warn("execution {} is left alone: {}", id, e.getMessage());
      return new Read.Absent<>();
    }
  }

  private void deleteRest(ExecutionId id) {
    delete(JobKeys.outputs(id));
    delete(JobKeys.gates(id));
  }

  private void delete(String prefix) {
    fleet
        .objects()
        .deleteAll(
            Listing.all(fleet.objects(), prefix).objects().stream()
                .map(ListPage.Entry::key)
                .toList());
  }

  // A pruner that was killed left some of it; and the notes are of no use for ever.
  private void sweep() {
    for (ExecutionId id : executions.ids()) {
      if (mark(id) instanceof Read.Found<ExecutionMark> found
          && found.value() instanceof ExecutionMark.Pruned) {
        deleteRest(id);
        if (found.age().compareTo(NOTE) > 0) {
          fleet.objects().delete(JobKeys.execution(id));
        }
      }
    }
    for (ListPage.Entry entry : Listing.all(fleet.objects(), JobKeys.requests()).objects()) {
      if (fleet.documents().read(entry.key(), JobRequest.class)
              instanceof Read.Found<JobRequest> request
          && request.age().compareTo(NOTE) > 0
          && fleet
                  .documents()
                  .read(JobKeys.execution(request.value().execution()), ExecutionMark.class)
              instanceof Read.Absent<ExecutionMark>) {
        fleet.objects().delete(entry.key());
      }
    }
  }
}
