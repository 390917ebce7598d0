package io.fleetman.controller.cli;

import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.document.CellState;
import java.util.Locale;

/** How states look. */
final class States {
  private States() {}

  static Style style(CellState state) {
    return switch (state) {
      case RUNNING, DEPLOYED -> Style.GOOD;
      case PENDING, FETCHING, ACTIVATING, CHECKING -> Style.BUSY;
      case ROLLED_BACK -> Style.WARN;
      case FAILED, REJECTED -> Style.BAD;
      case STOPPED, REMOVED, SUPERSEDED -> Style.DIM;
    };
  }

  static Style style(Presence presence) {
    return switch (presence) {
      case ACTIVE -> Style.GOOD;
      case WARNING -> Style.WARN;
      case DEAD -> Style.BAD;
      case UNKNOWN -> Style.DIM;
    };
  }

  /** {@code Active}, {@code Warning}, {@code Dead} or {@code Unknown}. */
  static String word(Presence presence) {
    String name = presence.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
