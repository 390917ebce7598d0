package io.fleetman.job.gate;

import io.fleetman.job.ExecutionMark;
import java.time.Instant;

/**
 * An execution, with the one time that its limits are counted from.
 *
 * @param job what is run
 * @param created the store's time of the write of its {@code job.json}
 */
public record Run(ExecutionMark.Execution job, Instant created) {
  /** When a node may begin at the earliest. */
  public Instant opens() {
    Instant notBefore = job.policy().notBefore();
    return notBefore == null || notBefore.isBefore(created) ? created : notBefore;
  }

  /** The first moment at which an attempt that opened then has not begun in time. */
  Instant expires(Instant opened) {
    return opened.plus(job.policy().expireAfter());
  }

  /** The first moment at which an attempt that was claimed then counts as lost. */
  Instant lost(Instant claimed) {
    return claimed.plus(job.policy().timeout()).plus(job.policy().killGrace()).plus(Limits.GRACE);
  }
}
