package io.fleetman.controller.fleet;

import io.fleetman.document.CellState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What cells can be filtered by: how they are, in the few words that people sort them by. Pure. */
public enum CellGroup {
  /** As they should be. */
  OK("As wanted"),
  /** On their way. */
  BUSY("On the way"),
  /** Somebody should look. */
  ATTENTION("Needs attention"),
  /** Went back to the version before. */
  ROLLED_BACK("Rolled back"),
  /** Failed, and nothing to go back to. */
  FAILED("Failed"),
  /** Changed by hand on the node. */
  DRIFT("Changed by hand"),
  /** Not meant to run. */
  IDLE("Not meant to run");

  private final String text;

  CellGroup(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }

  /** For addresses. */
  public String value() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one of that {@link #value}; empty if there is none. */
  public static Optional<CellGroup> of(String value) {
    return Arrays.stream(values()).filter(g -> g.value().equals(value)).findFirst();
  }

  /** The {@link #value}s of all. */
  public static List<String> all() {
    return Arrays.stream(values()).map(CellGroup::value).toList();
  }

  /** Whether a cell is in it. */
  public boolean has(CellView c) {
    return switch (this) {
      case OK -> c.isHeardOf() && !waits(c) && isAsWanted(c.state());
      case BUSY -> waits(c) || isUnderWay(c.state());
      case ATTENTION -> c.needsAttention();
      case ROLLED_BACK -> !c.pending() && c.state() == CellState.ROLLED_BACK;
      case FAILED ->
          !c.pending() && (c.state() == CellState.FAILED || c.state() == CellState.REJECTED);
      case DRIFT -> !c.drift().isEmpty();
      case IDLE -> !waits(c) && isQuiet(c.state());
    };
  }

  // Its node has still to say something about what it was told.
  private static boolean waits(CellView c) {
    return c.pending()
        || (c.removed() && c.state() != CellState.REMOVED)
        || (c.state() == null && c.desired() != null);
  }

  private static boolean isAsWanted(@Nullable CellState state) {
    return state == CellState.RUNNING || state == CellState.DEPLOYED;
  }

  private static boolean isUnderWay(@Nullable CellState state) {
    return switch (state) {
      case PENDING, FETCHING, ACTIVATING, CHECKING -> true;
      case null, default -> false;
    };
  }

  private static boolean isQuiet(@Nullable CellState state) {
    return switch (state) {
      case null -> true;
      case STOPPED, REMOVED, SUPERSEDED -> true;
      default -> false;
    };
  }
}
