package io.fleetman.agent.install;

/** The node cannot do what is asked; said before anything is stopped. */
public final class NodeLacks extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a sentence that says what is missing, and the fix. */
  public NodeLacks(String message) {
    super(message);
  }
}
