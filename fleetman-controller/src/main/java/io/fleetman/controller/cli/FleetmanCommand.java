package io.fleetman.controller.cli;

import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.GlobalOptions;
import io.fleetman.controller.support.ProgramVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** The root: it holds what all commands share, and does nothing itself. */
@Command(
    name = "fleetman",
    versionProvider = FleetmanCommand.Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Puts services on machines, with nothing but a bucket in between.",
    footer = {
      "",
      "Example:",
      "  fleetman new hello --example && fleetman deploy hello",
      "",
      "'fleetman COMMAND --help' explains one command, 'fleetman help exit-codes' the exit codes."
    })
final class FleetmanCommand implements Runnable {
  @Mixin private final GlobalOptions options;

  FleetmanCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public void run() {
    throw new CommandException(
        ExitCode.USAGE,
        "a command is missing: 'fleetman --help' lists them"
            + (options.verbosity() > 0 ? " (-v alone does nothing)" : ""));
  }

  /** What {@code --version} says. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"fleetman " + ProgramVersion.get()};
    }
  }
}
