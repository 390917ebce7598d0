package io.fleetman.controller.access;

/** What one may be allowed to do to an object. */
public enum Operation {
  /** Look at it. */
  VIEW,
  /** Change what it says, with no effect on a node before the next publish. */
  EDIT,
  /** Have nodes do something: publish, restart, stop, remove. */
  COMMAND,
  /** Decide who gets in; write keys as they are. */
  ADMINISTER
}
