package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "cell",
    description = "Maps manifests onto nodes, and says what becomes of drift.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  fleetman cell add node-1/web --manifest web --var port=8080",
      "  fleetman cell drift node-1/web repair"
    })
final class CellGroup extends Group {}
