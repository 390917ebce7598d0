package io.fleetman.controller.cli;

import io.fleetman.controller.job.Moment;
import io.fleetman.document.ByteSize;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.Share;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a job is run. */
final class PolicyOptions {
  @Option(
      names = {"-c", "--max-concurrent"},
      paramLabel = "N",
      converter = ToShare.class,
      order = 10,
      description = "On at most so many nodes at once: 10 or 10%% (default: all).")
  private @Nullable Share concurrent;

  @Option(
      names = "--abort-after",
      paramLabel = "N",
      converter = ToShare.class,
      order = 11,
      description = "Begin nowhere any more once more than so many failed: 3 or 5%%.")
  private @Nullable Share failures;

  @Option(
      names = "--not-before",
      paramLabel = "TIME",
      converter = ToMoment.class,
      order = 12,
      description = "Begin no earlier, by the store's clock: 2026-11-21T22:00:00Z.")
  private @Nullable Instant notBefore;

  @Option(
      names = "--expire",
      paramLabel = "TIME",
      converter = WaitOptions.TimeConverter.class,
      order = 13,
      description = "Let nodes go that did not begin within this (default: 1d; for 'run' 1h).")
  private @Nullable Duration expire;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = WaitOptions.TimeConverter.class,
      order = 14,
      description = "Kill it on a node after this (default: 1h).")
  private @Nullable Duration timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      order = 15,
      description = "Try again so often on a node where it fails (default: 0).")
  private @Nullable Integer retries;

  @Option(
      names = "--backoff",
      paramLabel = "TIME",
      converter = WaitOptions.TimeConverter.class,
      order = 16,
      description =
          "Wait so long before the first retry, twice as long before the next (default: 10s).")
  private @Nullable Duration backoff;

  @Option(
      names = "--parallel",
      order = 17,
      description = "Beside other jobs of a node, not one after the other.")
  private boolean parallel;

  @Option(
      names = "--output-limit",
      paramLabel = "SIZE",
      converter = ToSize.class,
      order = 18,
      description = "Keep so much output of a node (default: 1G).")
  private @Nullable ByteSize output;

  /** What is meant. */
  JobPolicy policy(Duration expiry, boolean follow) {
    JobPolicy preset = JobPolicy.DEFAULT;
    return new JobPolicy(
        concurrent,
        failures,
        notBefore,
        expire == null ? expiry : expire,
        timeout == null ? preset.timeout() : timeout,
        retries == null ? preset.retries() : retries,
        backoff == null ? preset.backoff() : backoff,
        parallel,
        output == null ? preset.outputLimit() : output,
        preset.killGrace(),
        follow);
  }

  /** Reads {@code 10%}. */
  static final class ToShare extends Converters.Checked<Share> {
    ToShare() {
      super(Share::parse);
    }
  }

  /** Reads {@code 100M}. */
  static final class ToSize extends Converters.Checked<ByteSize> {
    ToSize() {
      super(ByteSize::parse);
    }
  }

  /** Reads {@code 2026-11-21T22:00Z}. */
  static final class ToMoment extends Converters.Checked<Instant> {
    ToMoment() {
      super(Moment::parse);
    }
  }
}
