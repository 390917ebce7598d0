package io.fleetman.controller.support;

import io.fleetman.document.Author;

/** Somebody asked for long work to stop, and it stopped before its next step. */
public final class Canceled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param who asked for it
   */
  public Canceled(Author who) {
    super("canceled by " + who.by() + (who.reason() == null ? "" : ": " + who.reason()));
  }
}
