package io.fleetman.controller.portal.operation;

import io.fleetman.codec.Json;
import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.portal.ObjectLink;
import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import io.fleetman.controller.web.Words;
import io.fleetman.document.Author;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.OperationDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation.
 *
 * @param operation what is done, in the command line's words
 * @param object to what
 * @param percent how far it is; -1: not known
 * @param progress the same in words
 * @param cancel who asked for it to stop; null if nobody did
 * @param problem why it ended without being done, title and sentence; null unless it did
 * @param errors the problem's parts, a sentence each
 * @param result what came of it, as JSON; empty until it succeeded
 * @param open whether it is under way
 * @param interrupted whether its controller is gone
 * @param publish whether it is a publish, which has a page of its own
 * @param files whether files are put, which nothing names before all of them are there
 */
public record OperationPage(
    String id,
    String operation,
    ObjectLink object,
    Word state,
    int percent,
    String progress,
    Author author,
    @Nullable Author cancel,
    @Nullable Problem problem,
    List<String> errors,
    String result,
    boolean open,
    boolean interrupted,
    boolean publish,
    boolean files) {
  /** Why it ended. */
  public record Problem(String title, String detail) {}

  static OperationPage of(Operations.Seen seen) {
    OperationDocument d = seen.document();
    OperationDocument.Failure failure = d.failure();
    boolean open = d.state() == OperationDocument.State.RUNNING && !seen.interrupted();
    return new OperationPage(
        d.id(),
        d.operation(),
        ObjectLink.of(d.object()),
        word(seen),
        percent(d),
        seen.progress(),
        d.author(),
        d.cancel(),
        failure == null ? null : new Problem(failure.title(), failure.detail()),
        failure == null
            ? List.of()
            : failure.errors().stream()
                .map(e -> e.field() == null ? e.message() : e.field() + ": " + e.message())
                .toList(),
        d.result() == null
            ? ""
            : new String(Json.write(d.result()), StandardCharsets.UTF_8).strip(),
        open,
        seen.interrupted(),
        d.object().kind() == Kind.PUBLISH,
        d.unit() == OperationDocument.Unit.FILES);
  }

  private static Word word(Operations.Seen seen) {
    if (seen.interrupted()) {
      return new Word("Interrupted", Tone.BAD);
    }
    return switch (seen.document().state()) {
      case RUNNING ->
          seen.document().cancel() == null
              ? new Word("Running", Tone.BUSY)
              : new Word("Stopping", Tone.WARN);
      case SUCCEEDED -> new Word("Succeeded", Tone.GOOD);
      case FAILED -> new Word("Failed", Tone.BAD);
      case CANCELED -> new Word("Canceled", Tone.WARN);
    };
  }

  private static int percent(OperationDocument d) {
    if (d.state() == OperationDocument.State.SUCCEEDED) {
      return 100;
    }
    Long total = d.total();
    return total == null ? -1 : total == 0 ? 100 : (int) (100 * d.done() / total);
  }

  /** It in one sentence, for screen readers. */
  public String summary() {
    return operation + " of " + object.name() + ": " + state.text() + ", " + progress;
  }

  /** What stopping it means. */
  public String stopping() {
    if (files) {
      return "It stops before its next file. Nothing names what was sent so far: it stays as it"
          + " was.";
    }
    return publish
        ? "No further cell is told. Cells that were told stay told, and none is left half way; the"
            + " publish's page can go on with it later."
        : "It stops before its next step. What was done until then stays done, and nothing is left"
            + " half made.";
  }

  /** The same for the command line. */
  public String cli() {
    String its = " " + Words.shell(id);
    return "fleetman operation show" + its + (open ? "\nfleetman operation cancel" + its : "");
  }
}
