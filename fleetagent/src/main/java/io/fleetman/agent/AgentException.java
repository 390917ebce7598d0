package io.fleetman.agent;

/** The agent cannot go on; the message is one sentence that says why and what to do. */
final class AgentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AgentException(String message, Throwable cause) {
    super(message, cause);
  }

  AgentException(String message) {
    super(message);
  }
}
