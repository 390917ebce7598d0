package io.fleetman.job.gate;

import io.fleetman.job.Claim;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a node's share of an execution stands. */
public sealed interface Standing {
  /** As people are shown it. */
  NodeStatus status();

  /** The attempt that it is about, from 1. */
  int attempt();

  /** The attempt that wrote last; the one that it is about, if none did. */
  default int wroteLast() {
    Verdict said =
        switch (this) {
          case Open open -> open.before();
          case Ended ended -> ended.last();
          case Running _ -> null;
        };
    return said == null ? attempt() : said.attempt();
  }

  /**
   * The attempt may be begun, by whoever wins its claim.
   *
   * @param status QUEUED before the first attempt, IN_PROGRESS before a retry
   * @param attempt which
   * @param opens when it may begin at the earliest, by the store's clock
   * @param before what came of the attempt before; null before the first
   */
  record Open(NodeStatus status, int attempt, Instant opens, @Nullable Verdict before)
      implements Standing {}

  /**
   * The node's agent has begun it.
   *
   * @param attempt which
   * @param claim the agent's
   * @param since when it was claimed, by the store's clock
   */
  record Running(int attempt, Claim.Taken claim, Instant since) implements Standing {
    @Override
    public NodeStatus status() {
      return NodeStatus.IN_PROGRESS;
    }
  }

  /**
   * Nothing more happens.
   *
   * @param status how it ended
   * @param attempt the last one
   * @param reason why it did not succeed; null if it did
   * @param last what came of the last attempt that ran; null if none did
   * @param at when it ended, by the store's clock
   */
  record Ended(
      NodeStatus status, int attempt, @Nullable String reason, @Nullable Verdict last, Instant at)
      implements Standing {}
}
