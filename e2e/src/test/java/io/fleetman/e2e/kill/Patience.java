package io.fleetman.e2e.kill;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for many cells at once, on a machine that may be loaded. */
final class Patience {
  private static final Duration LIMIT = Duration.ofMinutes(25);

  private Patience() {}

  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + LIMIT.toMinutes() + " min for " + what);
      }
      try {
        Thread.sleep(300);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
