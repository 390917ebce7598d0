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
    name = "stop",
    description = "Stops cells; they stay installed.",
    footer = {"", "Example:", "  fleetman stop node-1/web"})
final class StopCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final CellArguments which = new CellArguments();
  @Mixin private final WriteOptions write = new WriteOptions();
  @Mixin private final WaitOptions wait = new WaitOptions();
  @Mixin private final YesOption yes = new YesOption();

  StopCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    List<CellRef> cells = which.resolve(fleet);
    CommandRun run = new CommandRun(session, fleet);
    if (write.dryRun()) {
      return run.planned("stop", cells);
    }
    session.agree("Stop " + Blocks.list(cells) + "?", yes.given());
    Commands commands = new Commands(session.fleetToWrite());
    return run.finish(
        "stop", Commands.forAll(cells, cell -> commands.stop(cell, write.reason())), wait);
  }
}
