package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.job.ExecutionFacts;
import io.fleetman.document.Author;
import io.fleetman.job.ExecutionStatus;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Standing;
import io.fleetman.layout.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the job commands print as JSON. */
final class JobDocuments {
  private JobDocuments() {}

  /**
   * A node's part.
   *
   * @param attempts how often it was tried
   */
  record NodeResult(
      NodeId node,
      NodeStatus status,
      int attempts,
      @Nullable Integer exitCode,
      @Nullable Long millis,
      @Nullable String reason) {
    static NodeResult of(NodeId node, Standing standing) {
      Verdict verdict = standing instanceof Standing.Ended e ? e.last() : null;
      return new NodeResult(
          node,
          standing.status(),
          standing.attempt(),
          verdict == null ? null : verdict.exitCode(),
          verdict == null || verdict.startedAt() == null
              ? null
              : Human.millis(Duration.between(verdict.startedAt(), verdict.endedAt())),
          standing instanceof Standing.Ended e ? e.reason() : null);
    }
  }

  /** An execution. */
  record Execution(
      String execution,
      String name,
      @Nullable String template,
      ExecutionStatus status,
      Map<NodeStatus, Integer> counts,
      boolean aborted,
      @Nullable String chosen,
      @Nullable String retryOf,
      Author author,
      List<NodeResult> nodes) {
    static Execution of(Board board) {
      ExecutionFacts facts = ExecutionFacts.of(board);
      return new Execution(
          facts.job().id().value(),
          facts.job().name(),
          facts.job().template(),
          facts.status(),
          facts.nodes(),
          facts.aborted(),
          facts.job().chosen(),
          facts.job().retryOf() == null ? null : facts.job().retryOf().value(),
          facts.job().author(),
          board.standings().entrySet().stream()
              .map(s -> NodeResult.of(s.getKey(), s.getValue()))
              .toList());
    }
  }
}
