package io.fleetman.controller.portal.publish;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.PublishState;
import io.fleetman.controller.fleet.PublishState.Stage;
import io.fleetman.controller.portal.CellWords;
import io.fleetman.controller.portal.Shell;
import io.fleetman.controller.web.PublishRuns;
import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import io.fleetman.controller.web.Words;
import io.fleetman.document.PublishDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a publish is.
 *
 * @param id the publish's
 * @param version which
 * @param by who began it
 * @param at when
 * @param why what they said; empty if nothing
 * @param total how many cells
 * @param ended how many of them nothing more happens to
 * @param good how many are what was asked for
 * @param counts how many are at each stage, in words
 * @param rows what is not done first
 * @param more how many more cells than rows
 * @param copying what is being copied by this controller; empty if nothing is
 * @param here whether this controller is at it
 * @param told whether every cell was gone through
 */
public record PublishPage(
    String id,
    String version,
    String by,
    Instant at,
    String why,
    int total,
    int ended,
    int good,
    List<Word> counts,
    List<Row> rows,
    int more,
    String copying,
    boolean here,
    boolean told,
    String cli) {
  private static final int MOST = 200;

  /** One cell. */
  public record Row(
      String cell, String path, Word stage, String running, String reason, String log, Word node) {}

  static PublishPage of(
      PublishDocument publish, @Nullable FleetView fleet, PublishRuns.@Nullable Copies copies) {
    PublishState state = PublishState.of(publish, fleet);
    List<Word> counts = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      long n = state.count(stage);
      if (n > 0) {
        Word word = word(stage);
        counts.add(new Word(n + " " + word.text().toLowerCase(java.util.Locale.ROOT), word.tone()));
      }
    }
    Shell cli = Shell.of("fleetman publish").arg(publish.version());
    publish.cells().stream().limit(20).forEach(cli::arg);
    return new PublishPage(
        publish.id(),
        publish.version().toString(),
        publish.author().by(),
        publish.author().at(),
        Objects.requireNonNullElse(publish.author().reason(), ""),
        state.cells().size(),
        (int) state.ended(),
        (int) state.cells().stream().filter(c -> c.stage().isSuccess()).count(),
        counts,
        state.cells().stream()
            .sorted(
                Comparator.comparingInt((PublishState.Cell c) -> urgency(c.stage()))
                    .thenComparing(PublishState.Cell::cell))
            .limit(MOST)
            .map(PublishPage::row)
            .toList(),
        Math.max(0, state.cells().size() - MOST),
        copies == null ? "" : words(copies),
        copies != null,
        publish.ended(),
        cli.flag("--redeploy", publish.redeploy()).toString());
  }

  /** Whether nothing more happens by itself. */
  public boolean done() {
    return ended == total;
  }

  /** Whether somebody has to go on with it: whoever began it seems to be gone. */
  public boolean stuck() {
    return !told && !here;
  }

  /** It in one sentence. */
  public String summary() {
    String cells = Human.count(total, "cell");
    if (good == total) {
      return "Version " + version + " is on " + (total == 1 ? "the cell" : "all " + cells);
    }
    if (done()) {
      return "Version " + version + " is on " + good + " of " + cells;
    }
    return good + " of " + cells + " done";
  }

  /** How it is as a whole. */
  public Word state() {
    if (good == total) {
      return new Word("Done", Tone.GOOD);
    }
    if (done()) {
      return new Word("Ended, not everywhere", Tone.BAD);
    }
    return stuck()
        ? new Word("Begun and not finished", Tone.WARN)
        : new Word("Under way", Tone.BUSY);
  }

  /** How far it is, in per cent. */
  public int percent() {
    return total == 0 ? 100 : 100 * ended / total;
  }

  private static String words(PublishRuns.Copies copies) {
    return copies.files() == 0
        ? ""
        : copies.done() + " of " + copies.files() + " files copied in the store";
  }

  private static int urgency(Stage stage) {
    return switch (stage) {
      case FAILED -> 0;
      case ROLLED_BACK -> 1;
      case REFUSED -> 2;
      case WORKING -> 3;
      case WAITING -> 4;
      case NOT_TOLD -> 5;
      case OVERTAKEN -> 6;
      case UNCHANGED, DONE -> 7;
    };
  }

  static Word word(Stage stage) {
    return switch (stage) {
      case NOT_TOLD -> new Word("Not told yet", Tone.QUIET);
      case REFUSED -> new Word("Not published", Tone.BAD);
      case UNCHANGED -> new Word("Was so already", Tone.GOOD);
      case WAITING -> new Word("Waiting for the node", Tone.BUSY);
      case WORKING -> new Word("At work", Tone.BUSY);
      case DONE -> new Word("Done", Tone.GOOD);
      case ROLLED_BACK -> new Word("Rolled back", Tone.WARN);
      case FAILED -> new Word("Failed", Tone.BAD);
      case OVERTAKEN -> new Word("Overtaken", Tone.QUIET);
    };
  }

  private static Row row(PublishState.Cell c) {
    Word stage =
        c.stage() == Stage.WORKING && c.state() != null
            ? new Word(Words.title(c.state().name()), Tone.BUSY)
            : word(c.stage());
    return new Row(
        c.cell().toString(),
        "/cells/" + c.cell(),
        stage,
        CellWords.text(c.running()),
        Objects.requireNonNullElse(c.reason(), ""),
        String.join("\n", c.logTail()),
        CellWords.presence(c.node()));
  }
}
