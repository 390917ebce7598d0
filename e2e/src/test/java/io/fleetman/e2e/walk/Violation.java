package io.fleetman.e2e.walk;

/** An invariant does not hold. */
final class Violation extends Error {
  private static final long serialVersionUID = 1L;

  Violation(String invariant, String what) {
    super("invariant " + invariant + ": " + what);
  }
}
