package io.fleetman.agent.time;

import java.time.Duration;

/**
 * How long to wait after failures in a row: doubling from {@code first} up to {@code most}.
 *
 * @param first after the first failure
 * @param most the longest wait
 */
public record Backoff(Duration first, Duration most) {
  /** One second up to a minute. */
  public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));

  /** The wait after so many failures in a row, at least one. */
  public Duration after(int failures) {
    int doublings = Math.min(Math.max(failures - 1, 0), 16);
    long ms = first.toMillis() << doublings;
    return ms > most.toMillis() ? most : Duration.ofMillis(ms);
  }
}
