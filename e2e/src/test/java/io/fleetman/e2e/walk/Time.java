package io.fleetman.e2e.walk;

import java.time.Duration;
import java.time.Instant;

/** The time of a walk; nobody in it knows it, every clock is wrong by something. */
final class Time {
  private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00Z");

  private long nanos = 1;
  private Duration storeError = Duration.ZERO;

  Instant now() {
    return BEGIN.plusNanos(nanos);
  }

  /** The store's clock. */
  Instant storeNow() {
    return now().plus(storeError);
  }

  long nanos() {
    return nanos;
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  void storeIsWrongBy(Duration error) {
    storeError = error;
  }
}
