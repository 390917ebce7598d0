package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "operation",
    description = "Long work that controllers do behind an answer: how far it is, and its cancel.",
    footer = {"", "Example:", "  fleetman operation list --state running"})
final class OperationCommand extends Group {}
