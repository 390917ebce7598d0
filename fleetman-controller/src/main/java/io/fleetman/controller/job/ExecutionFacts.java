package io.fleetman.controller.job;

import io.fleetman.job.ExecutionMark;
import io.fleetman.job.ExecutionStatus;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Standing;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An execution and where it stands, as one line of a list.
 *
 * @param aborted whether the latch is there
 */
public record ExecutionFacts(
    ExecutionMark.Execution job,
    ExecutionStatus status,
    SortedMap<NodeStatus, Integer> nodes,
    boolean aborted,
    Instant created,
    @Nullable Instant ended) {
  /** Of what was read. */
  public static ExecutionFacts of(Board board) {
    SortedMap<NodeStatus, Integer> nodes = new TreeMap<>();
    Instant ended = null;
    for (Standing standing : board.standings().values()) {
      nodes.merge(standing.status(), 1, Integer::sum);
      if (standing instanceof Standing.Ended e && (ended == null || e.at().isAfter(ended))) {
        ended = e.at();
      }
    }
    ExecutionStatus status = board.status();
    return new ExecutionFacts(
        board.run().job(),
        status,
        nodes,
        board.gates().aborted(),
        board.run().created(),
        status.isEnd() ? ended : null);
  }

  /** How many nodes have ended. */
  public int done() {
    return nodes.entrySet().stream()
        .filter(n -> n.getKey().isEnd())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Whether its id, name, template or author has this in it, in capitals or not. */
  public boolean mentions(String text) {
    return String.join(
            " ",
            job.id().value(),
            job.name(),
            job.template() == null ? "" : job.template(),
            job.author().by())
        .toLowerCase(Locale.ROOT)
        .contains(text.strip().toLowerCase(Locale.ROOT));
  }

  /** The nodes' states in words: {@code 3 succeeded, 1 failed}. */
  public String words() {
    return nodes.entrySet().stream()
        .map(n -> n.getValue() + " " + n.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }
}
