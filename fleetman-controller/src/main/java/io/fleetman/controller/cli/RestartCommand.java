package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.CellRef;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "restart",
    description = "Restarts what runs.",
    footer = {
      "",
      "Example:",
      "  fleetman restart node-1/web",
      "  fleetman restart --manifest web -l zone=a"
    })
final class RestartCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final CellArguments which = new CellArguments();
  @Mixin private final WriteOptions write = new WriteOptions();
  @Mixin private final WaitOptions wait = new WaitOptions();

  RestartCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    List<CellRef> cells = which.resolve(fleet);
    CommandRun run = new CommandRun(session, fleet);
    if (write.dryRun()) {
      return run.planned("restart", cells);
    }
    Commands commands = new Commands(session.fleetToWrite());
    return run.finish(
        "restart", Commands.forAll(cells, cell -> commands.restart(cell, write.reason())), wait);
  }
}
