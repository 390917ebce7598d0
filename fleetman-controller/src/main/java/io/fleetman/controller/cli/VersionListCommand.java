package io.fleetman.controller.cli;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.publish.Versions;
import io.fleetman.controller.publish.Versions.State;
import io.fleetman.controller.publish.Versions.VersionInfo;
import io.fleetman.layout.CellRef;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = "A cell's versions, newest first.",
    footer = {"", "Example:", "  fleetman version list node-1/web"})
final class VersionListCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final OneCell cell = new OneCell();

  VersionListCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(CellRef cell, List<VersionInfo> versions) {}

  @Override
  public Integer call() {
    CellRef of = cell.resolve(session.fleet());
    new Cells(session.fleet()).get(of);
    List<VersionInfo> versions = new Versions(session.fleet()).list(of);
    if (session.json()) {
      session.printJson(new Document(of, versions));
      return 0;
    }
    Table table = new Table("VERSION", "", "STATE", "FILES", "SIZE", "MADE", "BY", "WHY");
    for (VersionInfo v : versions) {
      boolean whole = v.state() == State.COMMITTED;
      var author = v.author();
      table.row(
          v.version(),
          v.running() ? new Cell("runs", Style.GOOD) : v.desired() ? "wanted" : "",
          new Cell(v.state().name().toLowerCase(Locale.ROOT), whole ? Style.PLAIN : Style.DIM),
          whole ? v.files() : "",
          whole ? Human.bytes(v.bytes()) : "",
          author == null ? "" : Human.time(author.at()),
          author == null ? "" : author.by(),
          author == null || author.reason() == null ? "" : author.reason());
    }
    if (table.isEmpty()) {
      session.terminal().print(of + " has no versions: nothing was published to it yet");
    } else {
      table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    }
    return 0;
  }
}
