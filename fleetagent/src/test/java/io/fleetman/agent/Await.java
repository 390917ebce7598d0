package io.fleetman.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must come, however busy the machine is. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(5);

  private Await() {}

  /** Looks until there is something. */
  public static <T> T found(Supplier<String> what, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("waited for " + what.get());
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Looks until it is so. */
  public static void holds(Supplier<String> what, BooleanSupplier condition) {
    found(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }
}
