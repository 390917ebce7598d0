package io.fleetman.controller.access;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long the next attempt to sign in has to wait, by the failures before it: the first few are
 * free, then the wait doubles. Kept for a user's name and for an address, of which the longer wait
 * counts, so that neither one name from many places nor many names from one place can be tried out.
 * Pure.
 *
 * @param free failures after which there is no wait yet
 * @param longest the longest wait
 * @param forget after so long without a failure all is forgotten; longer than {@code longest}
 */
public record LoginThrottle(int free, Duration longest, Duration forget) {
  /** For one user's name. */
  public static final LoginThrottle NAME =
      new LoginThrottle(5, Duration.ofMinutes(5), Duration.ofMinutes(30));

  /** For one address, behind which there may be many people. */
  public static final LoginThrottle ADDRESS =
      new LoginThrottle(20, Duration.ofMinutes(5), Duration.ofMinutes(30));

  /**
   * @throws IllegalArgumentException if {@code forget} is not longer than {@code longest}
   */
  public LoginThrottle {
    if (forget.compareTo(longest) <= 0) {
      throw new IllegalArgumentException("what is forgotten within the wait throttles nobody");
    }
  }

  /** Failures in a row, and when the last one was. */
  public record Failures(int count, Instant last) {}

  /** How long to wait from now; zero if an attempt may be made. */
  public Duration wait(@Nullable Failures before, Instant now) {
    if (before == null || forgotten(before, now) || before.count() <= free) {
      return Duration.ZERO;
    }
    int doublings = Math.min(before.count() - free - 1, 30);
    Duration wait = Duration.ofSeconds(1L << doublings);
    Instant until = before.last().plus(wait.compareTo(longest) > 0 ? longest : wait);
    return now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
  }

  /** What is known after one more failure; success means that nothing is. */
  public Failures failed(@Nullable Failures before, Instant now) {
    return before == null || forgotten(before, now)
        ? new Failures(1, now)
        : new Failures(before.count() + 1, now);
  }

  /** Whether this need not be kept any more. */
  public boolean forgotten(Failures before, Instant now) {
    return Duration.between(before.last(), now).compareTo(forget) > 0;
  }
}
