package io.fleetman.killpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A moment between two steps of a change at which the process may end for good, and nothing may be
 * lost or half done. Every step has one; the tests that kill go through all of them, so a step that
 * is added here is killed at without anybody thinking of it.
 */
public enum KillPoint {
  /** Nothing was written yet. */
  PUBLISH_BEGUN(Change.PUBLISH),
  /** Some of the files were copied. */
  PUBLISH_COPYING(Change.PUBLISH),
  /** All files were copied, and the commit mark is not written. */
  PUBLISH_COPIED(Change.PUBLISH),
  /** The commit mark is written, and the trigger is as it was. */
  PUBLISH_MARKED(Change.PUBLISH),
  /** The trigger is swapped, and the doorbell did not ring. */
  PUBLISH_TRIGGERED(Change.PUBLISH);

  /** What is being changed. */
  public enum Change {
    /** A snapshot is made and a trigger pointed at it. */
    PUBLISH,
    /** A version is deleted. */
    DELETE,
    /** What was left half made is cleaned up. */
    REPAIR,
    /** A node brings a cell to what its trigger says. */
    DEPLOY
  }

  private final Change change;

  KillPoint(Change change) {
    this.change = change;
  }

  /** Of which change it is a step. */
  public Change change() {
    return change;
  }

  /** Its name outside of the program, such as {@code publish-copied}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** By its {@link #word}; empty if there is none. */
  public static Optional<KillPoint> of(String word) {
    return Arrays.stream(values()).filter(p -> p.word().equals(word)).findFirst();
  }
}
