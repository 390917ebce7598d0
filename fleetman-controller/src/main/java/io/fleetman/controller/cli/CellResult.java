package io.fleetman.controller.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.fleet.Follower;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.document.CellState;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of a command to one cell: the line that people read and the entry of the JSON document.
 *
 * @param cell {@code NODE/CELL}
 * @param outcome in one word
 * @param version what was asked for; null if removed or not known
 * @param state the cell's state; null if it was not followed
 * @param running the version that is active after it; null if none or not known
 * @param message why it is not what was asked for, or why nothing was done; null if all is well
 * @param triggerId the command's id; null if none was written
 * @param logTail the last lines of journal or log files, on failure
 */
record CellResult(
    String cell,
    Word outcome,
    @Nullable Version version,
    @Nullable CellState state,
    @Nullable Version running,
    @Nullable String message,
    @Nullable String triggerId,
    List<String> logTail) {
  /** In one word. */
  enum Word {
    /** The node did it. */
    SUCCEEDED(ExitCode.OK),
    /** It is so already. */
    UNCHANGED(ExitCode.OK),
    /** Written, not followed. */
    SENT(ExitCode.OK),
    /** It would be written. */
    PLANNED(ExitCode.OK),
    /** The node could not. */
    FAILED(ExitCode.FAILED),
    /** Not written. */
    REFUSED(ExitCode.FAILED),
    /** Not written: the store failed. */
    UNREACHABLE(ExitCode.STORE),
    /** Not written: somebody else was first. */
    CONFLICT(ExitCode.CONFLICT),
    /** Another command came after it. */
    SUPERSEDED(ExitCode.CONFLICT),
    /** The node was silent. */
    TIMED_OUT(ExitCode.TIMEOUT);

    private final ExitCode code;

    Word(ExitCode code) {
      this.code = code;
    }

    /** What the program exits with. */
    ExitCode code() {
      return code;
    }

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What the bucket said, before a node did anything. */
  static CellResult of(Outcome outcome) {
    String cell = outcome.cell().toString();
    return switch (outcome) {
      case Outcome.Sent s ->
          new CellResult(cell, Word.SENT, s.version(), null, null, null, s.triggerId(), List.of());
      case Outcome.NothingToDo n ->
          new CellResult(
              cell, Word.UNCHANGED, n.version(), null, null, n.why(), n.triggerId(), List.of());
      case Outcome.There t ->
          new CellResult(
              cell, Word.UNCHANGED, t.version(), null, t.version(), t.why(), null, List.of());
      case Outcome.Failed f ->
          new CellResult(
              cell,
              switch (Failures.code(f.cause())) {
                case STORE -> Word.UNREACHABLE;
                case CONFLICT -> Word.CONFLICT;
                default -> Word.REFUSED;
              },
              null,
              null,
              null,
              Failures.sentence(f.cause()),
              null,
              List.of());
    };
  }

  /** What the node made of it. */
  CellResult then(Follower.Result result) {
    return switch (result) {
      case Follower.Result.Ended e ->
          new CellResult(
              cell,
              !e.succeeded() ? Word.FAILED : outcome == Word.UNCHANGED ? outcome : Word.SUCCEEDED,
              version,
              e.status().state(),
              e.status().running(),
              e.status().reason() != null ? e.status().reason() : message,
              triggerId,
              e.status().logTail());
      case Follower.Result.Superseded s ->
          with(
              Word.SUPERSEDED,
              "another command came after it" + (s.by() == null ? "" : ", by " + s.by()));
      case Follower.Result.TimedOut t -> with(Word.TIMED_OUT, t.sentence());
    };
  }

  private CellResult with(Word word, String sentence) {
    return new CellResult(cell, word, version, state, running, sentence, triggerId, logTail);
  }
}
