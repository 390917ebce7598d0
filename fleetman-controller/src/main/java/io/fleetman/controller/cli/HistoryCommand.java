package io.fleetman.controller.cli;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.document.HistoryDocument;
import io.fleetman.layout.CellRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "history",
    description = "What came of a cell's commands, newest first.",
    footer = {"", "Example:", "  fleetman history node-1/web -n 5"})
final class HistoryCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final OneCell cell = new OneCell();

  @Mixin private final LimitOption limit = new LimitOption();

  HistoryCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(CellRef cell, List<HistoryDocument> history) {}

  @Override
  public Integer call() {
    int most = limit.most();
    CellRef of = cell.resolve(session.fleet());
    List<HistoryDocument> history = new FleetReader(session.fleet()).history(of, most);
    if (history.isEmpty() && new Cells(session.fleet()).find(of).isEmpty()) {
      new Cells(session.fleet()).get(of);
    }
    if (session.json()) {
      session.printJson(new Document(of, history));
      return 0;
    }
    Terminal terminal = session.terminal();
    Table table = new Table("WHEN", "COMMAND", "VERSION", "STATE", "TOOK", "FETCHED", "BY", "WHY");
    for (HistoryDocument h : history) {
      var author = h.author();
      table.row(
          Human.time(h.endedAt()),
          h.command(),
          versions(h),
          new Cell(h.state().name(), States.style(h.state())),
          Human.span(Duration.between(h.startedAt(), h.endedAt())),
          h.filesFetched() == 0
              ? ""
              : Human.count(h.filesFetched(), "file") + ", " + Human.bytes(h.bytesFetched()),
          author == null ? "by hand" : author.by(),
          author == null || author.reason() == null ? "" : author.reason());
    }
    if (table.isEmpty()) {
      terminal.print("nothing came of a command to " + of + " yet");
      return 0;
    }
    table.lines(terminal.paint()).forEach(terminal::print);
    for (HistoryDocument h : history) {
      if (h.reason() != null) {
        Blocks.reason(
            terminal,
            Human.time(h.endedAt()) + " " + h.command() + " " + versions(h),
            h.reason(),
            h.logTail());
      }
    }
    return 0;
  }

  // After a rollback the cell is still to be what failed, and a restart is of what runs.
  private static String versions(HistoryDocument h) {
    if (!h.command().equals("deploy") && h.from() != null) {
      return h.from().toString();
    }
    String to = h.version() == null ? "" : h.version().toString();
    boolean moved = h.from() != null && !h.from().equals(h.version());
    return moved ? h.from() + (to.isEmpty() ? "" : " → " + to) : to;
  }
}
