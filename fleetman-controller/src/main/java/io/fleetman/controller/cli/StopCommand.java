package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.layout.CellRef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "stop",
    description = "Stops cells; they stay installed.",
    footer = {"", "Example:", "  fleetman stop node-1/web"})
final class StopCommand extends CellCommand {
  @Mixin private final YesOption yes = new YesOption();

  StopCommand(Session session) {
    super(session, "stop");
  }

  @Override
  void ask(Session asking, String cells) {
    asking.agree("Stop " + cells + "?", yes.given());
  }

  @Override
  Outcome send(Commands commands, CellRef cell, @Nullable String reason) {
    return commands.stop(cell, reason);
  }
}
