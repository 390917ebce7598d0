package io.fleetman.agent.attempt;

/** The host refuses to run a program, or cannot be asked; the message says why. */
public final class LaunchException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a sentence for the user. */
  public LaunchException(String message) {
    super(message);
  }
}
