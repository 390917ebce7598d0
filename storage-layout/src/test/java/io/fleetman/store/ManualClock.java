package io.fleetman.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. */
public final class ManualClock implements InstantSource {
  private final AtomicReference<Instant> now;

  /** Standing at this time. */
  public ManualClock(Instant now) {
    this.now = new AtomicReference<>(now);
  }

  /** Standing at a time that no test cares about. */
  public ManualClock() {
    this(Instant.parse("2026-11-21T08:00:00Z"));
  }

  /** Moves it on. */
  public void advance(Duration by) {
    now.updateAndGet(t -> t.plus(by));
  }

  /** Sets it. */
  public void set(Instant to) {
    now.set(to);
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
