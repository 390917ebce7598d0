package io.fleetman.controller.portal.activity;

import io.fleetman.controller.activity.ActivityPage;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.portal.ObjectLink;
import io.fleetman.controller.web.Frame;
import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import io.fleetman.controller.web.Words;
import io.fleetman.document.AuditDocument;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of changes.
 *
 * @param filter what is shown
 * @param rows newest first
 * @param unreadable changes that cannot be read, with the reason
 * @param next the query of the next page; null if there is no more
 */
public record ActivityList(
    ActivityFilter filter, List<Row> rows, List<String> unreadable, @Nullable String next) {
  private static final int SHOWN = 4;

  /**
   * One change.
   *
   * @param at when
   * @param by who
   * @param via where they asked for it
   * @param operation what they asked for
   * @param outcome done, or failed
   * @param objects what was changed, with what became of it
   * @param more how many more objects there are
   * @param why what they said; null if nothing
   * @param failure what went wrong; null if nothing did
   */
  public record Row(
      Instant at,
      String by,
      String via,
      String operation,
      Word outcome,
      List<Touched> objects,
      int more,
      @Nullable String why,
      @Nullable String failure) {}

  /** One of its objects, with what became of it. */
  public record Touched(ObjectLink object, String done) {}

  static ActivityList of(ActivityFilter filter, ActivityPage page) {
    return new ActivityList(
        filter,
        page.changes().stream().map(ActivityList::row).toList(),
        page.unreadable(),
        page.next() == null ? null : query(filter, page.next()));
  }

  /** The same for the command line. */
  public String cli() {
    return "fleetman activity"
        + (filter.since().isEmpty() ? "" : " --since " + Words.shell(filter.since()))
        + (filter.by().isEmpty() ? "" : " --by " + Words.shell(filter.by()))
        + (filter.object().isEmpty() ? "" : " --object " + Words.shell(filter.object()));
  }

  private static String query(ActivityFilter filter, String from) {
    return Stream.of(
            "since=" + Frame.encoded(filter.since()),
            "by=" + Frame.encoded(filter.by()),
            "object=" + Frame.encoded(filter.object()),
            "from=" + Frame.encoded(from))
        .filter(p -> !p.endsWith("="))
        .reduce((a, b) -> a + "&" + b)
        .map(q -> "?" + q)
        .orElse("");
  }

  private static Row row(AuditDocument change) {
    List<Touched> objects =
        change.changes().stream()
            .map(c -> new Touched(ObjectLink.of(c), c.done().name().toLowerCase(Locale.ROOT)))
            .toList();
    return new Row(
        change.author().at(),
        change.author().by(),
        change.via().name().toLowerCase(Locale.ROOT),
        change.operation(),
        change.failure() == null ? new Word("Done", Tone.GOOD) : new Word("Failed", Tone.BAD),
        objects.stream().limit(SHOWN).toList(),
        Math.max(0, objects.size() - SHOWN),
        change.author().reason(),
        change.failure());
  }

  /** How many are shown, in words. */
  public String count() {
    return Human.count(rows.size(), "change");
  }
}
