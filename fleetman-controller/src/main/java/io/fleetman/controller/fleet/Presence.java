package io.fleetman.controller.fleet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether a node is there, by the age of its heartbeat on the store's clock. */
public enum Presence {
  /** Heard of within three heartbeats, or 180 s. */
  ACTIVE,
  /** Heard of within ten heartbeats, or 600 s. */
  WARNING,
  /** Not heard of for longer. */
  DEAD,
  /** No heartbeat at all: a cell was mapped onto it, or only its report is left. */
  UNKNOWN;

  /** From the age of a heartbeat and the interval it promised. */
  public static Presence of(@Nullable Duration age, long intervalSeconds) {
    if (age == null) {
      return UNKNOWN;
    }
    long seconds = age.toSeconds();
    if (seconds <= Math.max(180, 3 * intervalSeconds)) {
      return ACTIVE;
    }
    return seconds <= Math.max(600, 10 * intervalSeconds) ? WARNING : DEAD;
  }
}
