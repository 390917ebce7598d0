package io.fleetman.controller.web;

/** Whoever asks may not do that; the message is a sentence for them. */
public final class NotAllowed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotAllowed(String message) {
    super(message);
  }
}
