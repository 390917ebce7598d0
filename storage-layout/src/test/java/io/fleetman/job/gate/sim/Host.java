package io.fleetman.job.gate.sim;

import io.fleetman.job.NodeStatus;
import io.fleetman.job.SlotRef;
import io.fleetman.layout.NodeId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A machine: what outlives its agent. */
final class Host {
  final NodeId node;

  /** Made durable before a claim is put. */
  final Map<Integer, String> nonces = new HashMap<>();

  final Map<Integer, Unit> units = new HashMap<>();

  Host(NodeId node) {
    this.node = node;
  }

  /** A process that its service manager watches: it ends by itself, or at its limit. */
  static final class Unit {
    final @Nullable SlotRef slot;
    final long from;
    final NodeStatus outcome;
    private long to;
    private boolean canceled;

    Unit(@Nullable SlotRef slot, long from, long to, NodeStatus outcome) {
      this.slot = slot;
      this.from = from;
      this.to = to;
      this.outcome = outcome;
    }

    boolean runs(long now) {
      return now < to;
    }

    long left(long now) {
      return Math.max(0, to - now);
    }

    void cancel(long now) {
      if (runs(now)) {
        to = now;
        canceled = true;
      }
    }

    /** The power went: nobody knows how it would have ended. */
    void cut(long now) {
      to = Math.min(to, now);
    }

    NodeStatus came() {
      return canceled ? NodeStatus.CANCELED : outcome;
    }
  }
}
