package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "rollback",
    description = "Goes back to the version that was healthy before, or to the one named.",
    footer = {"", "Example:", "  fleetman rollback node-1/web", "  fleetman rollback web --to 1.1"})
final class RollbackCommand extends CellCommand {
  @Option(
      names = "--to",
      paramLabel = "VERSION",
      converter = Converters.ToVersion.class,
      description = "To this version (default: the last healthy one before the present).")
  private @Nullable Version to;

  RollbackCommand(Session session) {
    super(session, "rollback");
  }

  @Override
  String question(String cells) {
    return "Roll back " + cells + (to == null ? "" : " to " + to) + "?";
  }

  @Override
  Outcome send(Commands commands, CellRef cell, @Nullable String reason) {
    return commands.rollback(cell, to, reason);
  }
}
