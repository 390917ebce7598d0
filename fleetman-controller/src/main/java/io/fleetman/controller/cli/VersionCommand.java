package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "version",
    description = "The versions that a cell has in the bucket.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  fleetman version list node-1/web",
      "  fleetman version delete node-1/web 1.0"
    })
final class VersionCommand extends Group {}
