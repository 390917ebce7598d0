package io.fleetman.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.Json;
import io.fleetman.controller.job.ExecutionFacts;
import io.fleetman.document.Author;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.ExecutionStatus;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.JobTemplate;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Parameters;
import io.fleetman.job.StepResult;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Standing;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.TemplateId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jobs as programs are told of them. */
final class JobViews {
  private JobViews() {}

  /** A template. */
  record Template(
      TemplateId name,
      int revision,
      @Nullable String description,
      JsonNode document,
      Author author) {
    static Template of(JobTemplate t) {
      return new Template(
          t.template(), t.revision(), t.description(), Json.tree(t.document()), t.author());
    }
  }

  /** An execution, without its nodes. */
  record Execution(
      ExecutionId id,
      String jobName,
      @Nullable String template,
      ExecutionStatus status,
      Map<NodeStatus, Integer> counts,
      int nodes,
      boolean aborted,
      @Nullable String chosen,
      @Nullable ExecutionId retryOf,
      Map<String, String> parameters,
      JobPolicy policy,
      Instant created,
      @Nullable Instant ended,
      Author author) {
    static Execution of(Board board) {
      ExecutionFacts facts = ExecutionFacts.of(board);
      ExecutionMark.Execution job = facts.job();
      return new Execution(
          job.id(),
          job.name(),
          job.template(),
          facts.status(),
          facts.nodes(),
          job.targets().size(),
          facts.aborted(),
          job.chosen(),
          job.retryOf(),
          Parameters.masked(job.document(), job.parameters()),
          job.policy(),
          facts.created(),
          facts.ended(),
          job.author());
    }
  }

  /** A node's part of an execution. */
  record Node(
      NodeId node,
      NodeStatus status,
      int attempt,
      @Nullable Integer exitCode,
      @Nullable String reason,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String outputSha256,
      List<StepResult> steps) {
    static Node of(NodeId node, Standing standing) {
      Verdict last =
          switch (standing) {
            case Standing.Ended e -> e.last();
            case Standing.Open o -> o.before();
            case Standing.Running _ -> null;
          };
      return new Node(
          node,
          standing.status(),
          standing.attempt(),
          last == null ? null : last.exitCode(),
          standing instanceof Standing.Ended e ? e.reason() : null,
          last == null ? null : last.startedAt(),
          last == null ? null : last.endedAt(),
          last == null ? null : last.output().sha256(),
          last == null ? List.of() : last.steps());
    }
  }

  /** An execution with its document and its nodes. */
  record Whole(Execution execution, JsonNode document, List<Node> nodes) {
    static Whole of(Board board) {
      return new Whole(
          Execution.of(board),
          Json.tree(board.run().job().document()),
          board.standings().entrySet().stream()
              .map(s -> Node.of(s.getKey(), s.getValue()))
              .toList());
    }
  }

  /** One line of a node's history. */
  record NodeJob(ExecutionId execution, String jobName, Instant created, Node node) {}
}
