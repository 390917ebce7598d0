package io.fleetman.controller.portal;

import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import io.fleetman.controller.web.Words;
import io.fleetman.document.CellState;
import io.fleetman.document.Desired;
import io.fleetman.layout.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is said of a cell in a word or two. Pure. */
public final class CellWords {
  /** Nothing to say. */
  public static final String NONE = "–";

  private CellWords() {}

  /** What it is. */
  public static Word state(CellView c) {
    CellState state = c.state();
    if (c.removed() && (c.pending() || state == null || state != CellState.REMOVED)) {
      return new Word("Being removed", Tone.BUSY);
    }
    if (c.pending() || (state == null && c.desired() != null)) {
      return new Word("Waiting for the node", Tone.BUSY);
    }
    return state == null ? new Word("Not published", Tone.QUIET) : state(state);
  }

  /** A state. */
  public static Word state(CellState state) {
    return new Word(Words.title(state.name()), Tone.of(state));
  }

  /** The same where it is known whether its node is there: what a silent one said is no news. */
  public static Word shownState(CellView c) {
    return faded(c, state(c));
  }

  /** How its service is. */
  public static Word health(CellView c) {
    Word word =
        switch (c.health()) {
          case "" -> new Word(NONE, Tone.QUIET);
          case "up" -> new Word("Up", Tone.GOOD);
          case "down" -> new Word("Down", c.desired() == Desired.RUNNING ? Tone.BAD : Tone.QUIET);
          case "failed" -> new Word("Failed", Tone.BAD);
          case "n/a" -> new Word("Files only", Tone.QUIET);
          default -> new Word(c.health(), Tone.QUIET);
        };
    return faded(c, word);
  }

  /** What it must be. */
  public static String wanted(CellView c) {
    return switch (c.desired()) {
      case null -> "not published";
      case Desired d when d == Desired.REMOVED -> "removed";
      case Desired d when d == Desired.STOPPED -> "stopped";
      case Desired _ -> text(c.desiredVersion());
    };
  }

  /** Whether another version is active than is wanted. */
  public static boolean differs(CellView c) {
    return c.desired() == Desired.RUNNING && !Objects.equals(c.desiredVersion(), c.running());
  }

  /** Whether its node was heard of lately. */
  public static boolean heardOf(CellView c) {
    return c.isHeardOf();
  }

  /** A version, or a dash. */
  public static String text(@Nullable Version version) {
    return version == null ? NONE : version.toString();
  }

  /** Whether a node is there. */
  public static Word presence(Presence presence) {
    return new Word(
        presence == Presence.UNKNOWN ? "Never heard of" : Words.title(presence.name()),
        Tone.of(presence));
  }

  private static Word faded(CellView c, Word word) {
    return heardOf(c) ? word : new Word(word.text(), Tone.QUIET);
  }
}
