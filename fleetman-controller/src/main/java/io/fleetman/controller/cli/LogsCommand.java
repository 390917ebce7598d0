package io.fleetman.controller.cli;

import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.CellRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "logs",
    description = "The last lines of cells' log files or journal, as their nodes reported them.",
    footer = {
      "",
      "Nodes report the tail of the log when something changes, not every line of it.",
      "",
      "Example:",
      "  fleetman logs node-1/web"
    })
final class LogsCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final CellArguments which = new CellArguments();

  LogsCommand(Session session) {
    this.session = session;
  }

  /** One cell's part of the JSON document. */
  record Log(String cell, List<String> lines) {}

  /** The JSON document. */
  record Document(List<Log> logs) {}

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    Set<CellRef> cells = new HashSet<>(which.resolve(fleet));
    List<CellView> views =
        new FleetReader(fleet)
            .read().cells().stream().filter(c -> cells.contains(c.cell())).toList();
    if (session.json()) {
      session.printJson(
          new Document(
              views.stream().map(v -> new Log(v.cell().toString(), v.logTail())).toList()));
      return 0;
    }
    Terminal terminal = session.terminal();
    Paint paint = terminal.paint();
    for (CellView view : views) {
      if (views.size() > 1) {
        terminal.print(paint.bold("== " + view.cell()));
      }
      view.logTail().forEach(terminal::print);
      if (view.logTail().isEmpty()) {
        terminal.say(view.cell() + ": its node reported no log lines");
      }
    }
    return 0;
  }
}
