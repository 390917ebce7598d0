package io.fleetman.controller.cli;

import io.fleetman.controller.activity.Activity;
import io.fleetman.controller.activity.ActivityPage;
import io.fleetman.controller.activity.ActivityQuery;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.console.Terminal;
import io.fleetman.document.AuditDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "activity",
    description = "Who changed what in the fleet, newest first.",
    footer = {
      "",
      "Every command that changes the bucket is recorded in it, with what it changed.",
      "",
      "Example:",
      "  fleetman activity --since 24h --by ada",
      "  fleetman activity --object node-1/web -n 5"
    })
final class ActivityCommand implements Callable<Integer> {
  private static final int SHOWN = 4;

  private final Session session;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = WaitOptions.TimeConverter.class,
      description = "Not older than this, such as 24h or 7d.")
  private @Nullable Duration since;

  @Option(names = "--by", paramLabel = "WHO", description = "Made by: ada, or ada@laptop.")
  private @Nullable String by;

  @Option(
      names = "--object",
      paramLabel = "NAME",
      description = "About this: node-1/web, or with its kind: 'cell node-1/web'.")
  private @Nullable String object;

  @Mixin private final LimitOption limit = new LimitOption();

  ActivityCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(List<AuditDocument> activity) {}

  @Override
  public Integer call() {
    List<AuditDocument> changes = read();
    if (session.json()) {
      session.printJson(new Document(changes));
      return 0;
    }
    Terminal terminal = session.terminal();
    Table table = new Table("WHEN", "BY", "DID", "WHAT", "WHY");
    for (AuditDocument change : changes) {
      table.row(
          Human.time(change.author().at()),
          change.author().by(),
          new Cell(change.operation(), change.failure() == null ? Style.BOLD : Style.BAD),
          what(change),
          change.author().reason() == null ? "" : change.author().reason());
    }
    if (table.isEmpty()) {
      terminal.print("no such change is recorded");
      return 0;
    }
    table.lines(terminal.paint()).forEach(terminal::print);
    return 0;
  }

  private List<AuditDocument> read() {
    Activity activity = new Activity(session.fleet());
    ActivityQuery query =
        new ActivityQuery(
            since == null ? null : session.clock().instant().minus(since), by, object);
    List<AuditDocument> changes = new ArrayList<>();
    String from = null;
    do {
      ActivityPage page = activity.page(query, from, limit.most() - changes.size());
      changes.addAll(page.changes());
      page.unreadable().forEach(problem -> session.terminal().say("note: " + problem));
      from = page.next();
    } while (from != null && changes.size() < limit.most());
    return changes;
  }

  private static String what(AuditDocument change) {
    String shown =
        change.changes().stream()
            .limit(SHOWN)
            .map(c -> c.object() + " " + c.done().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    int more = change.changes().size() - SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
