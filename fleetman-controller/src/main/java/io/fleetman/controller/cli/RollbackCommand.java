package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rollback",
    description = "Goes back to the version that was healthy before, or to the one named.",
    footer = {"", "Example:", "  fleetman rollback node-1/web", "  fleetman rollback web --to 1.1"})
final class RollbackCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final CellArguments which = new CellArguments();
  @Mixin private final WriteOptions write = new WriteOptions();
  @Mixin private final WaitOptions wait = new WaitOptions();
  @Mixin private final YesOption yes = new YesOption();

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      converter = Converters.ToVersion.class,
      description = "To this version (default: the last healthy one before the present).")
  private @Nullable Version to;

  RollbackCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    List<CellRef> cells = which.resolve(fleet);
    CommandRun run = new CommandRun(session, fleet);
    if (write.dryRun()) {
      return run.planned("rollback", cells);
    }
    session.agree(
        "Roll back " + Blocks.list(cells) + (to == null ? "" : " to " + to) + "?", yes.given());
    Commands commands = new Commands(session.fleetToWrite());
    return run.finish(
        "rollback",
        Commands.forAll(cells, cell -> commands.rollback(cell, to, write.reason())),
        wait);
  }
}
