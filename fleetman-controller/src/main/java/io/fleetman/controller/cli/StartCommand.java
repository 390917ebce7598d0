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
    name = "start",
    description = "Starts what was stopped.",
    footer = {"", "Example:", "  fleetman start node-1/web"})
final class StartCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final CellArguments which = new CellArguments();
  @Mixin private final WriteOptions write = new WriteOptions();
  @Mixin private final WaitOptions wait = new WaitOptions();

  StartCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    List<CellRef> cells = which.resolve(fleet);
    CommandRun run = new CommandRun(session, fleet);
    if (write.dryRun()) {
      return run.planned("start", cells);
    }
    Commands commands = new Commands(session.fleetToWrite());
    return run.finish(
        "start", Commands.forAll(cells, cell -> commands.start(cell, write.reason())), wait);
  }
}
