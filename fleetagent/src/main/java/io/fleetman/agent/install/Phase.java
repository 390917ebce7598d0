package io.fleetman.agent.install;

/** How far a release came on its node. */
public enum Phase {
  /** Its files are there, verified; it was never made current. */
  INSTALLED,
  /** It was made current and is not judged yet: the agent is at it, or was killed. */
  ACTIVATING,
  /** It was healthy after it was activated: a rollback may go back to it. */
  HEALTHY,
  /** It is in place and was not started, because the cell is to be stopped. */
  UNTRIED,
  /** It failed when it was activated, and is not tried again. */
  FAILED
}
