package io.fleetman.controller.web;

import io.fleetman.controller.fleet.Presence;
import io.fleetman.document.CellState;
import org.jspecify.annotations.Nullable;

/** How a word on the page is coloured; the word itself always says the same. */
public enum Tone {
  /** As it should be. */
  GOOD("green"),
  /** On its way. */
  BUSY("azure"),
  /** Somebody should look. */
  WARN("orange"),
  /** Broken. */
  BAD("red"),
  /** Neither. */
  QUIET("secondary");

  private final String colour;

  Tone(String colour) {
    this.colour = colour;
  }

  /** The style sheet's name for it. */
  public String colour() {
    return colour;
  }

  /** As it should look. */
  public static Tone of(@Nullable CellState state) {
    return switch (state) {
      case null -> QUIET;
      case RUNNING, DEPLOYED -> GOOD;
      case PENDING, FETCHING, ACTIVATING, CHECKING -> BUSY;
      case ROLLED_BACK -> WARN;
      case FAILED, REJECTED -> BAD;
      case STOPPED, REMOVED, SUPERSEDED -> QUIET;
    };
  }

  /** As it should look. */
  public static Tone of(Presence presence) {
    return switch (presence) {
      case ACTIVE -> GOOD;
      case WARNING -> WARN;
      case DEAD -> BAD;
      case UNKNOWN -> QUIET;
    };
  }
}
