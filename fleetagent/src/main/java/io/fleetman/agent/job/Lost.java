package io.fleetman.agent.job;

/** The process of an attempt is gone, and nobody noted how it ended. */
final class Lost extends Exception {
  private static final long serialVersionUID = 1L;

  Lost(String message) {
    super(message);
  }
}
