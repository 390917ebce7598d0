package io.fleetman.controller.portal.cell;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.portal.CellWords;
import io.fleetman.controller.web.Word;
import io.fleetman.controller.web.Words;
import io.fleetman.document.Author;
import io.fleetman.document.HistoryDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of one command to a cell.
 *
 * @param id of the command
 * @param command in a word, such as {@code Deploy}
 * @param versions {@code 1.0 → 1.1}, or one of them
 * @param state how it ended
 * @param at when, by the node's clock
 * @param took how long
 * @param fetched what came from the store; empty if nothing
 * @param by who asked
 * @param why what they said; empty if nothing
 * @param reason why it is not what was asked for; empty if it is
 * @param log the log's last lines; empty if there are none
 */
public record TimelineRow(
    String id,
    String command,
    String versions,
    Word state,
    Instant at,
    String took,
    String fetched,
    String by,
    String why,
    String reason,
    String log) {
  private static final Duration PRECISE = Duration.ofSeconds(10);

  static TimelineRow of(HistoryDocument h) {
    Author author = h.author();
    return new TimelineRow(
        h.id(),
        Words.title(h.command()),
        versions(h),
        CellWords.state(h.state()),
        h.endedAt(),
        took(Duration.between(h.startedAt(), h.endedAt())),
        h.filesFetched() == 0
            ? ""
            : Human.count(h.filesFetched(), "file") + ", " + Human.bytes(h.bytesFetched()),
        author == null ? "written by hand" : author.by(),
        author == null ? "" : Objects.requireNonNullElse(author.reason(), ""),
        Objects.requireNonNullElse(h.reason(), ""),
        String.join("\n", h.logTail()));
  }

  private static String took(Duration span) {
    // A node's clock may say anything, so that the whole may be too long for a number.
    return span.compareTo(PRECISE) >= 0
        ? Human.span(span)
        : "%.1f s".formatted(span.isNegative() ? 0.0 : span.toMillis() / 1000.0);
  }

  private static String versions(HistoryDocument h) {
    String to = h.version() == null ? "" : h.version().toString();
    boolean moved = h.from() != null && !h.from().equals(h.version());
    return moved ? h.from() + (to.isEmpty() ? "" : " → " + to) : to;
  }

  /** What was asked for and is not what runs. */
  public @Nullable String trouble() {
    return reason.isEmpty() ? null : reason;
  }
}
