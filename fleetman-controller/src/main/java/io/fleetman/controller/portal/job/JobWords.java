package io.fleetman.controller.portal.job;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import io.fleetman.controller.web.Words;
import io.fleetman.job.ExecutionStatus;
import io.fleetman.job.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** States of jobs as pages show them. */
final class JobWords {
  private JobWords() {}

  static Word of(NodeStatus status) {
    return new Word(
        Words.title(status.name()),
        switch (status) {
          case SUCCEEDED -> Tone.GOOD;
          case FAILED, TIMED_OUT, REJECTED, LOST -> Tone.BAD;
          case CANCELED, EXPIRED -> Tone.WARN;
          case IN_PROGRESS -> Tone.BUSY;
          case QUEUED -> Tone.QUIET;
        });
  }

  static Word of(ExecutionStatus status) {
    return new Word(
        Words.title(status.name()),
        switch (status) {
          case SUCCEEDED -> Tone.GOOD;
          case FAILED -> Tone.BAD;
          case CANCELED -> Tone.WARN;
          case IN_PROGRESS -> Tone.BUSY;
          case QUEUED -> Tone.QUIET;
        });
  }

  /** How long something took. */
  static String span(@Nullable Instant from, @Nullable Instant to) {
    if (from == null || to == null) {
      return "";
    }
    Duration took = Duration.between(from, to);
    if (took.isNegative()) {
      return "0 ms";
    }
    return took.compareTo(Duration.ofSeconds(1)) < 0 ? took.toMillis() + " ms" : Human.span(took);
  }
}
