package io.fleetman.controller.portal.job;

import io.fleetman.codec.Durations;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.job.ExecutionFacts;
import io.fleetman.controller.job.JobText;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.web.Word;
import io.fleetman.controller.web.Words;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Parameters;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Standing;
import io.fleetman.layout.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution: what went wrong and where, every node in a grid, those that said the same
 * together.
 *
 * @param status the only one that the grid shows; empty: any
 * @param cells of the grid
 * @param troubles what went wrong, each with its nodes
 * @param groups nodes that wrote the same
 * @param parameters as they may be shown
 * @param document as YAML
 */
public record ExecutionPage(
    ExecutionList.Row head,
    String status,
    List<Cell> cells,
    Some<Trouble> troubles,
    Some<OutputGroup> groups,
    @Nullable String template,
    @Nullable String chosen,
    @Nullable String retryOf,
    Map<String, String> parameters,
    String policy,
    String document,
    @Nullable String reason) {
  private static final int MOST_TROUBLES = 40;
  private static final int MOST_GROUPS = 12;

  /** The first of a list, and how many there are beside them. */
  public record Some<T>(List<T> first, int more) {
    static <T> Some<T> of(List<T> all, int most) {
      return new Some<>(
          List.copyOf(all.subList(0, Math.min(most, all.size()))), Math.max(0, all.size() - most));
    }
  }

  /** A node's part. */
  public record Cell(
      String node,
      Word status,
      int attempt,
      @Nullable Integer exitCode,
      String took,
      @Nullable String reason,
      boolean ok) {
    static Cell of(NodeId node, Standing standing) {
      Verdict last =
          switch (standing) {
            case Standing.Ended e -> e.last();
            case Standing.Open o -> o.before();
            case Standing.Running _ -> null;
          };
      return new Cell(
          node.value(),
          JobWords.of(standing.status()),
          standing.attempt(),
          last == null ? null : last.exitCode(),
          last == null ? "" : JobWords.span(last.startedAt(), last.endedAt()),
          standing instanceof Standing.Ended e ? e.reason() : null,
          standing.status() == NodeStatus.SUCCEEDED);
    }

    /** All of it, for whoever points at it. */
    public String title() {
      return node
          + ": "
          + status.text()
          + (exitCode == null ? "" : ", exit code " + exitCode)
          + (took.isEmpty() ? "" : ", " + took)
          + (reason == null ? "" : ": " + reason);
    }
  }

  static ExecutionPage of(OpenFleet fleet, Board board, String status) {
    ExecutionFacts facts = ExecutionFacts.of(board);
    ExecutionMark.Execution job = facts.job();
    List<Cell> cells = new ArrayList<>();
    board
        .standings()
        .forEach(
            (node, standing) -> {
              if (status.isEmpty() || status.equals(Bar.key(standing.status()))) {
                cells.add(Cell.of(node, standing));
              }
            });
    return new ExecutionPage(
        ExecutionList.Row.of(facts),
        status,
        cells,
        Some.of(Trouble.of(board), MOST_TROUBLES),
        OutputGroup.of(fleet, board, MOST_GROUPS),
        job.template(),
        job.chosen(),
        job.retryOf() == null ? null : job.retryOf().value(),
        Parameters.masked(job.document(), job.parameters()),
        policy(job.policy()),
        JobText.of(job.document()),
        job.author().reason());
  }

  /** How long the longest name in the grid is. */
  public int longest() {
    return cells.stream().mapToInt(c -> c.node().length()).max().orElse(0);
  }

  /** The same for the command line. */
  public String cli() {
    return "fleetman job show "
        + head.id()
        + (head.open() ? "\nfleetman job cancel " : "\nfleetman job retry ")
        + head.id();
  }

  private static String policy(JobPolicy policy) {
    List<String> words = new ArrayList<>();
    words.add(policy.maxConcurrent() == null ? "all at once" : policy.maxConcurrent() + " at once");
    if (policy.abortAfter() != null) {
      words.add("aborted when more than " + policy.abortAfter() + " fail");
    }
    if (policy.notBefore() != null) {
      words.add("not before " + Words.exact(policy.notBefore()));
    }
    words.add("killed after " + Durations.format(policy.timeout()));
    words.add("expires after " + Durations.format(policy.expireAfter()));
    if (policy.retries() > 0) {
      words.add(
          (policy.retries() == 1 ? "1 retry" : policy.retries() + " retries")
              + ", first after "
              + Durations.format(policy.backoff()));
    }
    if (policy.parallel()) {
      words.add("beside other jobs");
    }
    if (!policy.outputLimit().equals(JobPolicy.DEFAULT.outputLimit())) {
      words.add("at most " + Human.bytes(policy.outputLimit().bytes()) + " of output a node");
    }
    return String.join(", ", words);
  }
}
