package io.fleetman.controller.job;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** A time as people write it. Pure. */
public final class Moment {
  private Moment() {}

  /**
   * Reads {@code 2026-11-21T22:00Z} or {@code 2026-11-21 23:00+01:00}.
   *
   * @throws IllegalArgumentException if it is not of that form; without its zone nobody knows when
   *     it is
   */
  public static Instant parse(String text) {
    try {
      return OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no time with its zone: write it as 2026-11-21T22:00Z or"
              + " 2026-11-21T23:00+01:00",
          e);
    }
  }
}
