package io.fleetman.job.gate.sim;

/** The process ended here; nothing of it runs any further. */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed() {
    super("killed", null, false, false);
  }
}
