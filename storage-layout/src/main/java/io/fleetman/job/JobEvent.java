package io.fleetman.job;

/** What can happen to a node's share of an execution. */
public enum JobEvent {
  /** Its agent won the claim of an attempt. */
  CLAIM,
  /** The attempt failed or timed out, and another follows. */
  RETRY,
  /** The attempt succeeded. */
  SUCCEED,
  /** The attempt failed. */
  FAIL,
  /** The attempt was killed at its limit. */
  TIME_OUT,
  /** The agent refused. */
  REJECT,
  /** It was stopped, or somebody else won the claim to cancel it. */
  CANCEL,
  /** Somebody else won the claim since it was not begun in time. */
  EXPIRE,
  /** Somebody said the end in place of an agent that did not. */
  LOSE
}
