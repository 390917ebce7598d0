package io.fleetman.controller.web;

/** Somebody else listens on the port. */
public final class PortTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PortTakenException(int port, Throwable cause) {
    super(
        "port " + port + " is taken: stop what listens there, or choose another with --port",
        cause);
  }
}
