package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "override",
    description = "Lays files of one cell over the version's files, or leaves some out.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Overrides count from the next publish on.",
      "",
      "Example:",
      "  fleetman override set node-1/web app.conf ./node-1.conf",
      "  fleetman override list node-1/web"
    })
final class OverrideCommand extends Group {}
