package io.fleetman.job.gate;

import io.fleetman.job.Verdict;

/** What came of saying a verdict. */
public sealed interface Said {
  /** It stands. */
  record Stands() implements Said {}

  /**
   * Somebody else's stands.
   *
   * @param verdict theirs
   */
  record Refused(Verdict verdict) implements Said {}
}
