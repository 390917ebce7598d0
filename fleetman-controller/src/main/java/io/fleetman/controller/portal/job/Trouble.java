package io.fleetman.controller.portal.job;

import io.fleetman.controller.web.Word;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong in one way, and where.
 *
 * @param reason a sentence
 */
public record Trouble(
    Word status, @Nullable Integer exitCode, String reason, ExecutionPage.Some<String> nodes) {
  private static final int MOST_NODES = 12;

  private record Kind(NodeStatus status, @Nullable Integer exitCode, String reason) {}

  /** Of all nodes that ended otherwise than they should; what struck most of them first. */
  static List<Trouble> of(Board board) {
    Map<Kind, List<String>> kinds = new LinkedHashMap<>();
    board
        .standings()
        .forEach(
            (node, standing) -> {
              if (standing instanceof Standing.Ended ended
                  && ended.status() != NodeStatus.SUCCEEDED) {
                Verdict last = ended.last();
                Kind kind =
                    new Kind(
                        ended.status(),
                        last == null ? null : last.exitCode(),
                        ended.reason() == null ? "" : ended.reason());
                kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(node.value());
              }
            });
    return kinds.entrySet().stream()
        .sorted(Comparator.comparingInt(k -> -k.getValue().size()))
        .map(
            k ->
                new Trouble(
                    JobWords.of(k.getKey().status()),
                    k.getKey().exitCode(),
                    k.getKey().reason(),
                    ExecutionPage.Some.of(k.getValue(), MOST_NODES)))
        .toList();
  }

  /** How many nodes it struck. */
  public int count() {
    return nodes.first().size() + nodes.more();
  }
}
