package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.layout.CellRef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
    name = "restart",
    description = "Restarts what runs.",
    footer = {
      "",
      "Example:",
      "  fleetman restart node-1/web",
      "  fleetman restart --manifest web -l zone=a"
    })
final class RestartCommand extends CellCommand {
  RestartCommand(Session session) {
    super(session, "restart");
  }

  @Override
  Outcome send(Commands commands, CellRef cell, @Nullable String reason) {
    return commands.restart(cell, reason);
  }
}
