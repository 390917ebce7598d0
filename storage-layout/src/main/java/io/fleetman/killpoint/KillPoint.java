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
  /** Some of the files' bytes were put, and no index names them. */
  UPLOAD_SENDING(Change.UPLOAD),
  /** All bytes were put, and the index is as it was. */
  UPLOAD_SENT(Change.UPLOAD),
  /** The draft is whole and was looked at, and is not sealed. */
  SEAL_CHECKED(Change.SEAL),
  /** An override's bytes were put, and no index names them. */
  OVERRIDE_SENT(Change.OVERRIDE),
  /** Trigger, cell and deployment were read; nothing was written yet. */
  PUBLISH_BEGUN(Change.PUBLISH),
  /** Some of the files were copied. */
  PUBLISH_COPYING(Change.PUBLISH),
  /** All files were copied, and the commit mark is not written. */
  PUBLISH_COPIED(Change.PUBLISH),
  /** The commit mark is written, and the trigger is as it was. */
  PUBLISH_MARKED(Change.PUBLISH),
  /** The trigger is swapped, and the doorbell did not ring. */
  PUBLISH_TRIGGERED(Change.PUBLISH),
  /** The cell's document says that it goes, and its trigger does not. */
  REMOVE_FLAGGED(Change.REMOVE),
  /** The version is retired in the trigger, and its commit mark stands. */
  DELETE_RETIRED(Change.DELETE),
  /** The mark says that it is deleted, and all its bytes are there. */
  DELETE_MARKED(Change.DELETE),
  /** Some of its bytes are deleted. */
  DELETE_SWEEPING(Change.DELETE),
  /** The deployment says that it is purged, and all its bytes are there. */
  PURGE_MARKED(Change.PURGE),
  /** Some of its bytes are deleted. */
  PURGE_SWEEPING(Change.PURGE),
  /** What lies in the bucket was listed, and nothing was written yet. */
  REPAIR_LISTED(Change.REPAIR),
  /** The document that litter belongs to is taken, and all of the litter is there. */
  REPAIR_CLAIMED(Change.REPAIR),
  /** Some of the litter is deleted. */
  REPAIR_SWEEPING(Change.REPAIR);

  /** What is being changed. */
  public enum Change {
    /** Files come into a draft. */
    UPLOAD,
    /** A draft is frozen. */
    SEAL,
    /** A cell gets a file of its own. */
    OVERRIDE,
    /** A cell is taken off its node. */
    REMOVE,
    /** A deployment's files are deleted for good. */
    PURGE,
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
