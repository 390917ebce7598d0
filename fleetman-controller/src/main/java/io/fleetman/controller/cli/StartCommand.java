package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.layout.CellRef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
    name = "start",
    description = "Starts what was stopped.",
    footer = {"", "Example:", "  fleetman start node-1/web"})
final class StartCommand extends CellCommand {
  StartCommand(Session session) {
    super(session, "start");
  }

  @Override
  Outcome send(Commands commands, CellRef cell, @Nullable String reason) {
    return commands.start(cell, reason);
  }
}
