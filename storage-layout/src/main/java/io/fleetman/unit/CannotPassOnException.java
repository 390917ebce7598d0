package io.fleetman.unit;

/** A service manager cannot be told what a definition says. */
public final class CannotPassOnException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a sentence that says what, and the fix. */
  public CannotPassOnException(String message) {
    super(message);
  }
}
