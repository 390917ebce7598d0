package io.fleetman.job;

import io.fleetman.codec.Durations;
import io.fleetman.document.ByteSize;
import io.fleetman.document.Defaults;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an execution is run.
 *
 * @param maxConcurrent how many attempts at once, over all nodes; null: no bound
 * @param abortAfter no further attempt starts once more than so many have failed; null: never
 * @param notBefore by the store's clock; null: at once
 * @param expireAfter after which a node that has not begun is let go, counted from when it could
 *     have begun; always finite
 * @param timeout the hard limit of an attempt, from its claim to its end, reboots included; always
 *     finite
 * @param retries how often a failed or timed out attempt is followed by another
 * @param backoff before the first retry; doubles with each, up to an hour
 * @param parallel true: may run beside other jobs of the node; false: one at a time, first in first
 *     out
 * @param outputLimit how much output of an attempt is kept, both streams together
 * @param killGrace between TERM and KILL
 * @param follow true: whoever made it watches, so output comes within two seconds from the start
 */
public record JobPolicy(
    @Nullable Share maxConcurrent,
    @Nullable Share abortAfter,
    @Nullable Instant notBefore,
    Duration expireAfter,
    Duration timeout,
    Integer retries,
    Duration backoff,
    Boolean parallel,
    ByteSize outputLimit,
    Duration killGrace,
    Boolean follow) {
  /** No attempt may take longer, or begin later after it could have. */
  public static final Duration LONGEST = Duration.ofDays(30);

  private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);

  /** What holds where nothing is said. */
  public static final JobPolicy DEFAULT =
      new JobPolicy(
          null,
          null,
          null,
          Duration.ofDays(1),
          Duration.ofHours(1),
          0,
          Duration.ofSeconds(10),
          false,
          ByteSize.parse("1G"),
          Duration.ofSeconds(10),
          false);

  /**
   * Fills in what was left out.
   *
   * @throws IllegalArgumentException if a limit is out of range; the message names the field
   */
  public JobPolicy {
    expireAfter = Defaults.or(expireAfter, Duration.ofDays(1));
    timeout = Defaults.or(timeout, Duration.ofHours(1));
    retries = Defaults.or(retries, 0);
    backoff = Defaults.or(backoff, Duration.ofSeconds(10));
    parallel = Defaults.or(parallel, false);
    outputLimit = Defaults.or(outputLimit, ByteSize.parse("1G"));
    killGrace = Defaults.or(killGrace, Duration.ofSeconds(10));
    follow = Defaults.or(follow, false);
    within("expireAfter", expireAfter, Duration.ofSeconds(1), LONGEST);
    within("timeout", timeout, Duration.ofSeconds(1), LONGEST);
    within("backoff", backoff, Duration.ZERO, LONGEST_BACKOFF);
    within("killGrace", killGrace, Duration.ZERO, Duration.ofMinutes(10));
    if (retries < 0 || retries > 20) {
      throw new IllegalArgumentException("retries must be from 0 to 20, not " + retries);
    }
    if (maxConcurrent != null && maxConcurrent.number() == 0) {
      throw new IllegalArgumentException("maxConcurrent is 0: nothing would ever run");
    }
  }

  private static void within(String field, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          field
              + " must be from "
              + Durations.format(least)
              + " to "
              + Durations.format(most)
              + ", not "
              + Durations.format(value));
    }
  }

  /** How many slots there are for so many targets: a part rounds down, to 1 at least. */
  public int slots(int targets) {
    return maxConcurrent == null
        ? targets
        : Math.max(1, Math.min(targets, maxConcurrent.of(targets)));
  }

  /** Whether an attempt needs a slot: there is a bound, or failures are counted. */
  public boolean gated(int targets) {
    return abortAfter != null || slots(targets) < targets;
  }

  /** More failures than this latch the abort; none do if nothing was said. */
  public int mostFailures(int targets) {
    return abortAfter == null ? Integer.MAX_VALUE : abortAfter.of(targets);
  }

  /** How long to wait after an attempt failed, until the next may begin. */
  public Duration pauseAfter(int attempt) {
    long factor = 1L << Math.min(attempt - 1, 20);
    Duration pause = backoff.multipliedBy(factor);
    return pause.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : pause;
  }

  /** The same with other bounds on how many run and fail. */
  public JobPolicy with(@Nullable Share concurrent, @Nullable Share failures) {
    return new JobPolicy(
        concurrent,
        failures,
        notBefore,
        expireAfter,
        timeout,
        retries,
        backoff,
        parallel,
        outputLimit,
        killGrace,
        follow);
  }

  /** The same with other limits in time. */
  public JobPolicy with(Duration expiry, Duration limit) {
    return new JobPolicy(
        maxConcurrent,
        abortAfter,
        notBefore,
        expiry,
        limit,
        retries,
        backoff,
        parallel,
        outputLimit,
        killGrace,
        follow);
  }

  /** The same with other retries. */
  public JobPolicy with(int times, Duration pause) {
    return new JobPolicy(
        maxConcurrent,
        abortAfter,
        notBefore,
        expireAfter,
        timeout,
        times,
        pause,
        parallel,
        outputLimit,
        killGrace,
        follow);
  }
}
