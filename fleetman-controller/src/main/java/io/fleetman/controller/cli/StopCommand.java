package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.layout.CellRef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
    name = "stop",
    description = "Stops cells; they stay installed.",
    footer = {"", "Example:", "  fleetman stop node-1/web"})
final class StopCommand extends CellCommand {
  StopCommand(Session session) {
    super(session, "stop");
  }

  @Override
  String question(String cells) {
    return "Stop " + cells + "?";
  }

  @Override
  Outcome send(Commands commands, CellRef cell, @Nullable String reason) {
    return commands.stop(cell, reason);
  }
}
