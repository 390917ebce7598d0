package io.fleetman.controller.config;

/**
 * A configuration that is missing, ambiguous or wrong; the message is one sentence with the fix.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence for the user. */
  public ConfigException(String message) {
    super(message);
  }

  /** With a sentence for the user and what caused it. */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
