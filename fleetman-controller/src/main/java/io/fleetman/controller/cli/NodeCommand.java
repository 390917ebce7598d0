package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "node",
    description = "How a machine becomes a node of the fleet.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  fleetman node add node-1"})
final class NodeCommand extends Group {}
