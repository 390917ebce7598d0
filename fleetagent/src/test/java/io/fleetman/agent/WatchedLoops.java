package io.fleetman.agent;

import io.fleetman.agent.loop.Loops;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Knows which loops are at work just now. */
final class WatchedLoops {
  private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

  /** The same loops, watched. */
  Loops over(Loops loops) {
    return (name, mayRun, turn) ->
        loops.loop(
            name,
            mayRun,
            () -> {
              turns(name).incrementAndGet();
              try {
                return turn.run();
              } finally {
                turns(name).decrementAndGet();
              }
            });
  }

  boolean isAtWork(String name) {
    return turns(name).get() > 0;
  }

  private AtomicInteger turns(String name) {
    return turns.computeIfAbsent(name, _ -> new AtomicInteger());
  }
}
