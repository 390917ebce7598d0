package io.fleetman.job.gate.sim;

import io.fleetman.job.JobOutput;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.SlotRef;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Entry;
import io.fleetman.job.gate.JobGate;
import io.fleetman.job.gate.Standing;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an agent does about one execution, with the real gate. */
final class Agent {
  private static final Duration POLL = Duration.ofSeconds(2);

  private final Simulation world;
  private final Host host;
  private final String incarnation;
  private final JobGate gate;

  Agent(Simulation world, Host host, String incarnation) {
    this.world = world;
    this.host = host;
    this.incarnation = incarnation;
    this.gate = world.gate(host.node);
  }

  void run() {
    while (true) {
      switch (asking(gate::look)) {
        case Standing.Ended _ -> {
          return;
        }
        case Standing.Running running -> adopt(running.attempt());
        case Standing.Open open -> enter(open);
      }
    }
  }

  private void enter(Standing.Open open) {
    String nonce = host.nonces.computeIfAbsent(open.attempt(), a -> host.node + "-" + a);
    switch (asking(() -> gate.enter(open, nonce, incarnation))) {
      case Entry.Wait wait -> world.turns.pause(wait.pause());
      case Entry.Over _ -> world.turns.pause(POLL);
      case Entry.Begin begin -> {
        world.begins(host, open.attempt(), begin);
        watch(open.attempt());
      }
    }
  }

  private void adopt(int attempt) {
    if (host.units.containsKey(attempt)) {
      watch(attempt);
    } else {
      say(attempt, NodeStatus.LOST, asking(() -> gate.slotOf(attempt)));
    }
  }

  private void watch(int attempt) {
    Host.Unit unit = Objects.requireNonNull(host.units.get(attempt));
    while (unit.runs(world.turns.nanos())) {
      world.turns.pause(Duration.ofNanos(Math.min(POLL.toNanos(), unit.left(world.turns.nanos()))));
      if (asking(gate::cancelRequested)) {
        unit.cancel(world.turns.nanos());
      }
    }
    say(attempt, unit.came(), unit.slot);
  }

  private void say(int attempt, NodeStatus status, @Nullable SlotRef slot) {
    boolean retry = asking(() -> gate.retries(status, attempt));
    Verdict verdict =
        new Verdict(
            host.node,
            attempt,
            status,
            retry,
            status == NodeStatus.SUCCEEDED ? null : "as it was meant to",
            null,
            slot,
            List.of(),
            JobOutput.NONE,
            null,
            world.turns.now(),
            incarnation);
    var _ = asking(() -> gate.say(verdict));
  }

  // The store's errors decide nothing: ask again.
  private <T> T asking(Supplier<T> question) {
    while (true) {
      try {
        return question.get();
      } catch (StoreException _) {
        world.turns.pause(world.turns.upTo(POLL));
      }
    }
  }
}
