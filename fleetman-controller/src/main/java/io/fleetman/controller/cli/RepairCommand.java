package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.layout.CellRef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
    name = "repair",
    description =
        "Deploys the version that cells are at again: what was changed by hand is undone.",
    footer = {"", "Example:", "  fleetman repair node-1/web"})
final class RepairCommand extends CellCommand {
  RepairCommand(Session session) {
    super(session, "repair");
  }

  @Override
  String question(String cells) {
    return "Deploy " + cells + " again as they are?";
  }

  @Override
  Outcome send(Commands commands, CellRef cell, @Nullable String reason) {
    return commands.repair(cell, reason);
  }
}
