package io.fleetman.controller.config;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.fleetman.codec.Durations;
import io.fleetman.document.Defaults;
import java.time.Duration;

/**
 * What {@code fleetman controller} keeps of jobs that have ended.
 *
 * @param prune false: it deletes none
 * @param keep the newest so many executions stay, with their output; 1000 unless said otherwise
 * @param keepFor those that ended longer ago go; 90 days unless said otherwise
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record JobsSettings(Boolean prune, Integer keep, Duration keepFor) {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** What holds where nothing is said. */
  public static final JobsSettings DEFAULT = new JobsSettings(true, 1000, Duration.ofDays(90));

  /**
   * Fills in what was left out.
   *
   * @throws IllegalArgumentException if a number is out of range; the message names the field
   */
  public JobsSettings {
    prune = Defaults.or(prune, true);
    keep = Defaults.or(keep, 1000);
    keepFor = Defaults.or(keepFor, Duration.ofDays(90));
    if (keep < 0) {
      throw new IllegalArgumentException("keep must be 0 or more, not " + keep);
    }
    if (keepFor.compareTo(Duration.ofMinutes(1)) < 0 || keepFor.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "keep_for must be from 1m to 36500d, such as 90d, not " + Durations.format(keepFor));
    }
  }
}
