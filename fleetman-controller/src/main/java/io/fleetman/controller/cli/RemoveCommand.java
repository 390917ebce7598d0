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
    name = "remove",
    description = "Takes cells off their nodes, but for the data folders that the manifest names.",
    footer = {"", "Example:", "  fleetman remove node-1/web --reason \"moved to node-2\""})
final class RemoveCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final CellArguments which = new CellArguments();
  @Mixin private final WriteOptions write = new WriteOptions();
  @Mixin private final WaitOptions wait = new WaitOptions();
  @Mixin private final YesOption yes = new YesOption();

  RemoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    List<CellRef> cells = which.resolve(fleet);
    CommandRun run = new CommandRun(session, fleet);
    if (write.dryRun()) {
      return run.planned("remove", cells);
    }
    session.agree("Remove " + Blocks.list(cells) + " (data folders stay)?", yes.given());
    Commands commands = new Commands(session.fleetToWrite());
    return run.finish(
        "remove", Commands.forAll(cells, cell -> commands.remove(cell, write.reason())), wait);
  }
}
