package io.fleetman.job.gate;

import io.fleetman.codec.Durations;
import io.fleetman.job.SlotRef;
import io.fleetman.job.Verdict;
import io.fleetman.layout.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that nobody else does any more, or yet, and that anybody may do. */
public sealed interface Due {
  /**
   * More have failed than the policy bears.
   *
   * @param reason one sentence
   */
  record Latch(String reason) implements Due {}

  /** An attempt did not begin in time. */
  record Expire(NodeId node, int attempt, String reason) implements Due {}

  /** An attempt took a slot and does not begin, while others wait for one. */
  record Pass(NodeId node, int attempt, String reason) implements Due {}

  /** An attempt cannot begin any more, since the execution was aborted. */
  record Close(NodeId node, int attempt) implements Due {}

  /**
   * An attempt was begun, and nobody said its end.
   *
   * @param slot the one that it holds; null: none
   */
  record Lose(NodeId node, int attempt, @Nullable SlotRef slot, String reason) implements Due {}

  /** What is due, as far as the board shows. */
  static List<Due> of(Board board) {
    List<Due> due = new ArrayList<>();
    boolean aborted = board.gates().aborted();
    if (!aborted && board.tooManyFailed()) {
      due.add(
          new Latch(
              board.failures()
                  + " of "
                  + board.run().job().targets().size()
                  + " failed, more than "
                  + board.run().job().policy().abortAfter()));
    }
    board.standings().forEach((node, standing) -> add(board, node, standing, due));
    return due;
  }

  private static void add(Board board, NodeId node, Standing standing, List<Due> due) {
    Instant now = board.gates().now();
    switch (standing) {
      case Standing.Open open when board.gates().aborted() ->
          due.add(new Close(node, open.attempt()));
      case Standing.Open open when now != null -> {
        if (!now.isBefore(board.run().expires(open.opens()))) {
          due.add(
              new Expire(
                  node,
                  open.attempt(),
                  what(open)
                      + " within "
                      + Durations.format(board.run().job().policy().expireAfter())));
        } else if (held(board, node, open.attempt(), now)) {
          due.add(
              new Pass(
                  node,
                  open.attempt(),
                  "it took its turn, and did not begin within " + Durations.format(Limits.HOLD)));
        }
      }
      case Standing.Running running when now != null -> {
        if (!now.isBefore(board.run().lost(running.since()))) {
          due.add(
              new Lose(
                  node,
                  running.attempt(),
                  board.held(node, running.attempt()).orElse(null),
                  "it was begun, and its agent did not say the end within its limit of "
                      + Durations.format(board.run().job().policy().timeout())
                      + " and "
                      + Durations.format(Limits.GRACE)
                      + " of grace"));
        }
      }
      case Standing.Open _, Standing.Running _, Standing.Ended _ -> {
        // nothing is due, or the store did not say the time
      }
    }
  }

  private static String what(Standing.Open open) {
    Verdict before = open.before();
    return before == null
        ? "the node did not begin it"
        : "attempt "
            + before.attempt()
            + " was "
            + before.status()
            + ", and the node did not begin the next";
  }

  private static boolean held(Board board, NodeId node, int attempt, Instant now) {
    return board
        .held(node, attempt)
        .map(ref -> board.gates().heads().get(ref.chain()))
        .map(head -> !now.isBefore(head.since().plus(Limits.HOLD)))
        .orElse(false);
  }
}
