package io.fleetman.agent.install;

/** A release could not be put together, or the host refused a step; what ran still runs. */
public final class InstallException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a sentence for the user. */
  public InstallException(String message) {
    super(message);
  }
}
