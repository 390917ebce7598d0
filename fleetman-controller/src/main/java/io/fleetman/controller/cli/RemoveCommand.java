package io.fleetman.controller.cli;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.layout.CellRef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
    name = "remove",
    description = "Takes cells off their nodes, but for the data folders that the manifest names.",
    footer = {"", "Example:", "  fleetman remove node-1/web --reason \"moved to node-2\""})
final class RemoveCommand extends CellCommand {
  RemoveCommand(Session session) {
    super(session, "remove");
  }

  // what its node could not take off is removed by saying it again
  @Override
  Cells.Which among() {
    return Cells.Which.ALSO_LEAVING;
  }

  @Override
  String question(String cells) {
    return "Remove " + cells + " (data folders stay)?";
  }

  @Override
  Outcome send(Commands commands, CellRef cell, @Nullable String reason) {
    return commands.remove(cell, reason);
  }
}
