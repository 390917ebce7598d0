package io.fleetman.controller.job;

import static java.util.stream.Collectors.toSet;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.job.Claim;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.JobRequest;
import io.fleetman.job.gate.Board;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.NodeId;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.Precondition;
import io.fleetman.store.Read;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** Those that are there and cannot be read, the newest first. */
  public List<Executions.Unreadable> unreadable() {
    List<Executions.Unreadable> found = new ArrayList<>();
    for (ExecutionId id : executions.ids()) {
      var _ = executions.read(id, found::add);
    }
    return found;
  }

  /**
   * Takes away one that cannot be read. Nobody knows when it is over, so it is closed first, and
   * that stays until the next time something is pruned: what waits for its turn has seen it then.
   *
   * @throws Refusal.Conflict if a node has begun it and not said what came of it
   */
  public void prune(Executions.Unreadable unreadable, @Nullable String reason) {
    ExecutionId id = unreadable.id();
    running(id)
        .ifPresent(
            node -> {
              throw new Refusal.Conflict(
                  "execution "
                      + id
                      + " cannot be read, and node "
                      + node
                      + " has begun it: wait for its end, or mend the document");
            });
    executions.close(id, "its job.json cannot be read, and it was pruned");
    fleet
        .objects()
        .deleteAll(
            Listing.all(fleet.objects(), JobKeys.inbox()).objects().stream()
                .map(ListPage.Entry::key)
                .filter(
                    key ->
                        KeyParser.parse(key).orElse(null) instanceof KnownKey.Inbox inbox
                            && inbox.execution().equals(id))
                .toList());
    String key = JobKeys.execution(id);
    if (fleet.objects().get(key) instanceof GetResult.Found found) {
      var _ =
          fleet
              .documents()
              .write(
                  key,
                  new ExecutionMark.Pruned(id, fleet.author(reason)),
                  ExecutionMark.class,
                  Precondition.matches(found.etag()));
    }
    executions.forget(List.of(id));
    delete(JobKeys.outputs(id));
    deleteBut(JobKeys.gates(id), JobKeys.abort(id));
  }

  // Whoever began it says the end, unless its longest limit is over.
  private Optional<NodeId> running(ExecutionId id) {
    Listing gates = Listing.all(fleet.objects(), JobKeys.gates(id));
    Set<String> keys = gates.objects().stream().map(ListPage.Entry::key).collect(toSet());
    for (ListPage.Entry entry : gates.objects()) {
      if (KeyParser.parse(entry.key()).orElse(null)
              instanceof KnownKey.Claim(var _, NodeId node, int attempt)
          && !keys.contains(JobKeys.verdict(id, node, attempt))
          && isTaken(entry.key())
          && (gates.storeNow() == null
              || gates
                  .storeNow()
                  .isBefore(entry.lastModified().plus(JobPolicy.LONGEST).plus(NOTE)))) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  private boolean isTaken(String key) {
    try {
      return fleet.documents().read(key, Claim.class) instanceof Read.Found<Claim> claim
          && claim.value() instanceof Claim.Taken;
    } catch (DocumentException e) {
      return true; // somebody has it, whoever that is
    }
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
    deleteBut(prefix, "");
  }

  private void deleteBut(String prefix, String kept) {
    fleet
        .objects()
        .deleteAll(
            Listing.all(fleet.objects(), prefix).objects().stream()
                .map(ListPage.Entry::key)
                .filter(key -> !key.equals(kept))
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
