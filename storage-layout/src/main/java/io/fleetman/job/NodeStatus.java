package io.fleetman.job;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a node's share of an execution stands. Transitions are {@link #after}. */
public enum NodeStatus {
  /** Nobody has begun it. */
  QUEUED,
  /** Its agent has begun it, and has not said the end. */
  IN_PROGRESS,
  /** All steps succeeded. */
  SUCCEEDED,
  /** A step failed. */
  FAILED,
  /** A step, or the job, took longer than its limit, and was killed. */
  TIMED_OUT,
  /** The node refused: a condition, its configuration, or something that it does not know. */
  REJECTED,
  /** Somebody stopped it, or the execution was aborted before it began. */
  CANCELED,
  /** The node did not begin it in time. */
  EXPIRED,
  /** It was begun, and nobody said its end within its hard limit. */
  LOST;

  private static final Set<NodeStatus> FAILURES = EnumSet.of(FAILED, TIMED_OUT, LOST);

  private static final Map<NodeStatus, Map<JobEvent, NodeStatus>> TABLE =
      Map.of(
          QUEUED,
          Map.of(
              JobEvent.CLAIM, IN_PROGRESS,
              JobEvent.CANCEL, CANCELED,
              JobEvent.EXPIRE, EXPIRED),
          IN_PROGRESS,
          Map.ofEntries(
              Map.entry(JobEvent.CLAIM, IN_PROGRESS), // of the next attempt
              Map.entry(JobEvent.RETRY, IN_PROGRESS),
              Map.entry(JobEvent.SUCCEED, SUCCEEDED),
              Map.entry(JobEvent.FAIL, FAILED),
              Map.entry(JobEvent.TIME_OUT, TIMED_OUT),
              Map.entry(JobEvent.REJECT, REJECTED),
              Map.entry(JobEvent.CANCEL, CANCELED),
              Map.entry(JobEvent.EXPIRE, EXPIRED), // the next attempt was not begun in time
              Map.entry(JobEvent.LOSE, LOST)));

  /**
   * The status after something happened.
   *
   * @throws IllegalStateException if that cannot happen in this one; the message names both
   */
  public NodeStatus after(JobEvent event) {
    NodeStatus next = TABLE.getOrDefault(this, Map.of()).get(event);
    if (next == null) {
      throw new IllegalStateException("a node that is " + this + " cannot see the event " + event);
    }
    return next;
  }

  /** Whether nothing more happens. */
  public boolean isEnd() {
    return this != QUEUED && this != IN_PROGRESS;
  }

  /** Whether it counts for {@link JobPolicy#abortAfter}: it was begun and did not succeed. */
  public boolean isFailure() {
    return FAILURES.contains(this);
  }
}
