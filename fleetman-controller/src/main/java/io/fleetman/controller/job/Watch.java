package io.fleetman.controller.job;

import io.fleetman.codec.Json;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.job.Follow;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Gates;
import io.fleetman.job.gate.Standing;
import io.fleetman.job.log.Frame;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.NodeId;
import io.fleetman.store.ListPage;
import io.fleetman.store.Precondition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows an execution to its end: where its nodes stand, and what they write. Says in the bucket
 * that somebody does, so that output comes soon.
 */
public final class Watch {
  private static final Duration SHORTEST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final OpenFleet fleet;
  private final Executions executions;
  private final ExecutionId id;
  private final Listener listener;
  private final Map<NodeId, Followed> followed = new HashMap<>();
  private final Map<NodeId, Integer> chunks = new HashMap<>();
  private @Nullable Instant saidAt;
  private Duration pause = SHORTEST;
  private @Nullable Board last;

  private record Followed(int attempt, JobLog log) {}

  /** Hears what happens. */
  public interface Listener {
    /** A node stands elsewhere. */
    void changed(NodeId node, Standing standing);

    /** A node wrote something. */
    void wrote(NodeId node, List<Frame> frames);
  }

  /** Of this execution. */
  public Watch(OpenFleet fleet, Executions executions, ExecutionId id, Listener listener) {
    this.fleet = fleet;
    this.executions = executions;
    this.id = id;
    this.listener = listener;
  }

  /** Looks once, and tells what is new. */
  public Board look() {
    Board board = executions.settled(id);
    Board before = last;
    follow(board);
    output(board);
    boolean news = false;
    for (Map.Entry<NodeId, Standing> node : board.standings().entrySet()) {
      Standing was = before == null ? null : before.standings().get(node.getKey());
      if (!node.getValue().equals(was)) {
        news = true;
        listener.changed(node.getKey(), node.getValue());
      }
    }
    pause = news ? SHORTEST : longer(pause);
    last = board;
    return board;
  }

  /** How long to wait until it is worth to look again. */
  public Duration pause() {
    return pause;
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.multipliedBy(3).dividedBy(2);
    return next.compareTo(LONGEST) > 0 ? LONGEST : next;
  }

  private void follow(Board board) {
    Instant now = fleet.clock().instant();
    if (board.status().isEnd()
        || (saidAt != null && now.isBefore(saidAt.plusSeconds(Follow.EVERY_SECONDS)))) {
      return;
    }
    var _ =
        fleet
            .objects()
            .put(JobKeys.follow(id), Json.write(new Follow(fleet.newId())), Precondition.NONE);
    if (saidAt == null && !board.run().job().policy().follow()) {
      Parallel.forEach(
          board.standings().entrySet().stream()
              .filter(n -> n.getValue() instanceof Standing.Running)
              .map(Map.Entry::getKey)
              .toList(),
          executions::ring);
    }
    saidAt = now;
  }

  // One listing tells of every node that runs; those that have ended say themselves how much there
  // is.
  private void output(Board board) {
    boolean anyRuns =
        board.standings().values().stream().anyMatch(s -> s instanceof Standing.Running);
    if (anyRuns) {
      count();
    }
    for (Map.Entry<NodeId, Standing> node : board.standings().entrySet()) {
      catchUp(board, node.getKey(), node.getValue());
    }
  }

  private void count() {
    for (ListPage.Entry entry : Listing.all(fleet.objects(), JobKeys.outputs(id)).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.LogChunk chunk) {
        chunks.merge(chunk.node(), chunk.attempt() * 1_000_000 + chunk.chunk() + 1, Math::max);
      }
    }
  }

  private void catchUp(Board board, NodeId node, Standing standing) {
    int attempt = standing.wroteLast();
    Followed known = followed.get(node);
    while (known == null || known.attempt() < attempt) {
      if (known != null) {
        read(board, node, known); // the end of the attempt before
      }
      int next = known == null ? 1 : known.attempt() + 1;
      known = new Followed(next, new JobLog(fleet, id, node, next));
      followed.put(node, known);
    }
    read(board, node, known);
  }

  private void read(Board board, NodeId node, Followed known) {
    Verdict verdict = board.verdicts().get(new Gates.Key(node, known.attempt()));
    boolean more =
        verdict != null
            ? verdict.output().inline() != null || verdict.output().chunks() > known.log().chunks()
            : chunks.getOrDefault(node, 0) > known.attempt() * 1_000_000 + known.log().chunks();
    if (more) {
      known.log().read(verdict, frames -> listener.wrote(node, frames));
    }
  }
}
