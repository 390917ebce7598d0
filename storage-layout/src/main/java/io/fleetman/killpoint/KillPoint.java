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
  REPAIR_SWEEPING(Change.REPAIR),

  /** The command stands in the node's journal, and nothing else was done. */
  DEPLOY_ACCEPTED(Change.DEPLOY),
  /** The folder in which a release is put together is there, and empty. */
  DEPLOY_STAGING(Change.DEPLOY),
  /** One more file's bytes are there and verified. */
  DEPLOY_FETCHING(Change.DEPLOY),
  /** All bytes are there and verified; nothing has its owner and mode yet. */
  DEPLOY_FETCHED(Change.DEPLOY),
  /** The release is complete, perhaps not on the disk yet. */
  DEPLOY_FINISHED(Change.DEPLOY),
  /** The release is on the disk, where it was put together. */
  DEPLOY_SYNCED(Change.DEPLOY),
  /** The release has its place, and no record: it does not exist. */
  DEPLOY_RENAMED(Change.DEPLOY),
  /** The list of the release's files is beside it; still it does not exist. */
  DEPLOY_LISTED(Change.DEPLOY),
  /** The release's record is written; the rest of putting it together is not cleared away. */
  DEPLOY_RECORDED(Change.DEPLOY),
  /** The release exists, and its unit was not asked for. */
  DEPLOY_INSTALLED(Change.DEPLOY),
  /** The unit's text was checked and stands in the record; what runs was not touched. */
  DEPLOY_UNIT_CHECKED(Change.DEPLOY),
  /** The swap was begun, and what runs was not touched. */
  DEPLOY_ACTIVATING(Change.DEPLOY),
  /** The record says that the release is stopped on request, and it still runs. */
  DEPLOY_STOP_NOTED(Change.DEPLOY),
  /** The preStop hook has run. */
  DEPLOY_PRE_STOPPED(Change.DEPLOY),
  /** What ran is stopped. */
  DEPLOY_STOPPED(Change.DEPLOY),
  /** The postStop hook has run. */
  DEPLOY_POST_STOPPED(Change.DEPLOY),
  /** Data folders belong to the user of the next release, and the last one is current. */
  DEPLOY_HANDED_OVER(Change.DEPLOY),
  /** The release's record says that it is being activated, and with which number. */
  DEPLOY_NUMBERED(Change.DEPLOY),
  /** {@code current} is the release. */
  DEPLOY_FLIPPED(Change.DEPLOY),
  /** The unit's file is written, and the host was not told to read it. */
  DEPLOY_UNIT_WRITTEN(Change.DEPLOY),
  /** The host has read the unit. */
  DEPLOY_UNIT_LOADED(Change.DEPLOY),
  /** The preStart hook has run. */
  DEPLOY_PRE_STARTED(Change.DEPLOY),
  /** The service starts with the machine, and was not started. */
  DEPLOY_ENABLED(Change.DEPLOY),
  /** The service was started, and nobody has judged it. */
  DEPLOY_STARTED(Change.DEPLOY),
  /** The status says that the service is being judged. */
  DEPLOY_CHECKING(Change.DEPLOY),
  /** The service is healthy and its postStart hook has run; no record says so. */
  DEPLOY_JUDGED(Change.DEPLOY),
  /** The record says that the release is healthy; nothing was cleared away. */
  DEPLOY_HEALTHY(Change.DEPLOY),
  /** One more old release, or one more piece of it, was deleted. */
  DEPLOY_PRUNING(Change.DEPLOY),
  /** Old releases are gone, and the journal does not know that the deployment ended. */
  DEPLOY_PRUNED(Change.DEPLOY),
  /** The release failed, and no record says so. */
  DEPLOY_ROLLBACK_DECIDED(Change.DEPLOY),
  /** The record says that the release failed; it may still run. */
  DEPLOY_ROLLBACK_NOTED(Change.DEPLOY),
  /** The release that failed is stopped. */
  DEPLOY_ROLLBACK_STOPPED(Change.DEPLOY),
  /** {@code current} is the release to which the cell goes back, or none. */
  DEPLOY_ROLLBACK_FLIPPED(Change.DEPLOY),
  /** The release to which the cell goes back was started. */
  DEPLOY_ROLLBACK_STARTED(Change.DEPLOY),
  /** The service does not start with the machine any more, and may still run. */
  DEPLOY_DISABLED(Change.DEPLOY),
  /** The unit's file is gone, and the host was not told. */
  DEPLOY_UNIT_DELETED(Change.DEPLOY),
  /** The host does not know the service any more; its files are there. */
  DEPLOY_UNIT_GONE(Change.DEPLOY),
  /** {@code current} is gone; the releases are there. */
  DEPLOY_DEACTIVATED(Change.DEPLOY),
  /** All that is to go is gone, and the journal does not know. */
  DEPLOY_REMOVED(Change.DEPLOY),
  /** The journal says how the command ended; the store was not told. */
  DEPLOY_ENDED(Change.DEPLOY),
  /** The store has the history, and the journal does not know that. */
  DEPLOY_HISTORY_SENT(Change.DEPLOY),
  /** The store has the status, be it on the way or at the end. */
  DEPLOY_STATUS_SENT(Change.DEPLOY),

  /** The attempt's nonce stands in the node's memory, and nothing was put. */
  JOB_NOTED(Change.JOB),
  /** The attempt is claimed, and the node's memory does not know. */
  JOB_CLAIMED(Change.JOB),
  /** The node's memory knows that it is claimed; no step was begun. */
  JOB_BEGUN(Change.JOB),
  /** The node's memory says that a step is being done, and it was not begun. */
  JOB_STEP_NOTED(Change.JOB),
  /** The step's process runs. */
  JOB_STEP_STARTED(Change.JOB),
  /** The step has ended, and the node's memory does not know. */
  JOB_STEP_ENDED(Change.JOB),
  /** The node's memory knows what came of the step. */
  JOB_STEP_KEPT(Change.JOB),
  /** What a cancel has to end was told to. */
  JOB_ENDING(Change.JOB),
  /** A chunk of output is on the node's disk, and was not put. */
  JOB_CHUNK_KEPT(Change.JOB),
  /** A chunk of output was put, and the node's memory does not know. */
  JOB_CHUNK_PUT(Change.JOB),
  /** The verdict stands in the node's memory, and was not said. */
  JOB_JUDGED(Change.JOB),
  /** The verdict was said, and the node's memory does not know. */
  JOB_SAID(Change.JOB);

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
    DEPLOY,
    /** A node runs its share of a job. */
    JOB
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
