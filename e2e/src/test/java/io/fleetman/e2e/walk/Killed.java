package io.fleetman.e2e.walk;

/** The process ended here; nothing of it runs any further. */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed(String process) {
    super(process + " was killed", null, false, false);
  }
}
