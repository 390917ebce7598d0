package io.fleetman.job.gate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.store.FanOut;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * {@code -Djobs.seed} replays a failing seed, {@code -Djobs.seeds} says how many, {@code
 * -Djobs.first} where to begin, {@code -Djobs.nodes} on how many nodes.
 */
class SimulationTest {
  private static final int SAID = 100;

  @DisplayName(
      "invariants 19 to 22: every node has one end, slots and the abort hold, whatever fails or"
          + " dies")
  @Test
  void everyNodeHasOneEndWhateverFailsOrDies() {
    boolean exhaustive = Boolean.getBoolean("fleetman.exhaustive");
    Long one = Long.getLong("jobs.seed");
    long first = Long.getLong("jobs.first", 1);
    long seeds = Long.getLong("jobs.seeds", exhaustive ? 2_000 : 40);
    List<String> failed = Collections.synchronizedList(new ArrayList<>());
    long begun = System.nanoTime();
    AtomicLong done = new AtomicLong();
    FanOut.forEach(
        one != null ? List.of(one) : LongStream.range(first, first + seeds).boxed().toList(),
        Runtime.getRuntime().availableProcessors(),
        seed -> {
          simulate(seed, nodes(seed, exhaustive), failed);
          if (done.incrementAndGet() % SAID == 0) {
            say(done.get(), failed.size(), begun);
          }
        });
    say(done.get(), failed.size(), begun);
    assertThat(failed).isEmpty();
  }

  // They are taken in order, so whoever stops it knows how far it came.
  private static void say(long seeds, int failed, long begun) {
    System.out.printf(
        "jobs: %d seeds in %d s, %d failed%n",
        seeds, (System.nanoTime() - begun) / 1_000_000_000, failed);
  }

  // The full run has 200 nodes always, the short one for every twentieth seed.
  private static int nodes(long seed, boolean exhaustive) {
    return Integer.getInteger("jobs.nodes", exhaustive || seed % 20 == 0 ? 200 : 20);
  }

  private static void simulate(long seed, int nodes, List<String> failed) {
    try {
      new Simulation(seed, nodes).run();
    } catch (RuntimeException | AssertionError e) {
      failed.add("seed " + seed + " on " + nodes + " nodes: " + e.getMessage());
      if (Long.getLong("jobs.seed") != null) {
        throw e;
      }
    }
  }
}
