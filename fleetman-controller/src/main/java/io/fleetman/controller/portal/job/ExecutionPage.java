package io.fleetman.controller.portal.job;

import io.fleetman.codec.Durations;
import io.fleetman.codec.Json;
import io.fleetman.codec.StrictYaml;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.job.ExecutionFacts;
import io.fleetman.controller.web.Word;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Parameters;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Standing;
import io.fleetman.job.log.Frames;
import io.fleetman.layout.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution: every node in a grid, those that said the same together, and those that did not
 * succeed with the reason.
 *
 * @param parameters as they may be shown
 * @param document as YAML
 */
public record ExecutionPage(
    ExecutionList.Row head,
    @Nullable String template,
    @Nullable String chosen,
    @Nullable String retryOf,
    Map<String, String> parameters,
    String policy,
    String document,
    List<Cell> cells,
    List<Group> groups,
    List<Cell> troubled,
    int moreTroubled,
    @Nullable String reason) {
  private static final int MOST_TROUBLED = 100;
  private static final int MOST_GROUPS = 12;
  private static final int PREVIEW = 400;

  /** A node's part. */
  public record Cell(
      String node,
      Word status,
      int attempt,
      @Nullable Integer exitCode,
      String took,
      @Nullable String reason,
      boolean ok) {
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

  /**
   * Nodes that wrote the same.
   *
   * @param preview the beginning of it; empty if it is long
   */
  public record Group(List<String> nodes, String preview) {}

  static ExecutionPage of(Board board) {
    ExecutionFacts facts = ExecutionFacts.of(board);
    ExecutionMark.Execution job = facts.job();
    List<Cell> cells = new ArrayList<>();
    board.standings().forEach((node, standing) -> cells.add(cell(node, standing)));
    List<Cell> troubled = cells.stream().filter(c -> !c.ok() && c.reason() != null).toList();
    return new ExecutionPage(
        ExecutionList.Row.of(facts),
        job.template(),
        job.chosen(),
        job.retryOf() == null ? null : job.retryOf().value(),
        Parameters.masked(job.document(), job.parameters()),
        policy(job),
        StrictYaml.write(Json.tree(job.document())),
        cells,
        groups(board),
        troubled.stream().limit(MOST_TROUBLED).toList(),
        Math.max(0, troubled.size() - MOST_TROUBLED),
        job.author().reason());
  }

  private static Cell cell(NodeId node, Standing standing) {
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

  private static List<Group> groups(Board board) {
    Map<String, List<Verdict>> same = new LinkedHashMap<>();
    board
        .standings()
        .values()
        .forEach(
            standing -> {
              if (standing instanceof Standing.Ended e
                  && e.last() != null
                  && e.last().output().sha256() != null) {
                same.computeIfAbsent(e.last().output().sha256(), _ -> new ArrayList<>())
                    .add(e.last());
              }
            });
    return same.values().stream()
        .sorted(Comparator.comparingInt(g -> -g.size()))
        .limit(MOST_GROUPS)
        .map(g -> new Group(g.stream().map(v -> v.node().value()).toList(), preview(g.getFirst())))
        .toList();
  }

  private static String preview(Verdict verdict) {
    String inline = verdict.output().inline();
    if (inline == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    Frames.read("the verdict", inline.getBytes(StandardCharsets.UTF_8))
        .forEach(f -> text.append(new String(f.bytes(), StandardCharsets.UTF_8)));
    String plain = Ansi.plain(text.toString());
    return plain.length() > PREVIEW ? plain.substring(0, PREVIEW) + "…" : plain;
  }

  private static String policy(ExecutionMark.Execution job) {
    JobPolicy policy = job.policy();
    List<String> words = new ArrayList<>();
    words.add(policy.maxConcurrent() == null ? "all at once" : policy.maxConcurrent() + " at once");
    if (policy.abortAfter() != null) {
      words.add("aborted after more than " + policy.abortAfter() + " failed");
    }
    words.add("killed after " + Durations.format(policy.timeout()));
    words.add("expires after " + Durations.format(policy.expireAfter()));
    if (policy.retries() > 0) {
      words.add(Human.count(policy.retries(), "retry").replace("retrys", "retries"));
    }
    return String.join(", ", words);
  }
}
