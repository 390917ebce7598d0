package io.fleetman.controller.cli;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.CellRef;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/**
 * A command that is sent to cells and followed. What differs from one to the other is what is sent,
 * and what is asked before.
 */
abstract class CellCommand implements Callable<Integer> {
  private final Session session;
  private final String name;
  @Mixin private final CellArguments which = new CellArguments();
  @Mixin private final WriteOptions write = new WriteOptions();
  @Mixin private final WaitOptions wait = new WaitOptions();
  @Mixin private final YesOption yes = new YesOption();

  CellCommand(Session session, String name) {
    this.session = session;
    this.name = name;
  }

  /** Sends the command to one cell. */
  abstract Outcome send(Commands commands, CellRef cell, @Nullable String reason);

  /** Among which cells those that are meant are looked for. */
  Cells.Which among() {
    return Cells.Which.PRESENT;
  }

  /** What to ask before anything is sent; null if nothing is lost by it. */
  @Nullable String question(String cells) {
    return null;
  }

  @Override
  public final Integer call() {
    OpenFleet fleet = session.fleet();
    List<CellRef> cells = which.resolve(fleet, among());
    CommandRun run = new CommandRun(session, fleet);
    if (write.dryRun()) {
      return run.planned(name, cells);
    }
    String question = question(Blocks.list(cells));
    if (question != null) {
      session.agree(question, yes.given());
    }
    Commands commands = new Commands(session.fleetToWrite());
    return run.finish(
        name, Commands.forAll(cells, cell -> send(commands, cell, write.reason())), wait);
  }
}
