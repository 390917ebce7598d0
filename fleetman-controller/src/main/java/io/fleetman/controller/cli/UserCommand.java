package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "user",
    description = "Those who may sign in to the portal.",
    footer = {"", "Example:", "  fleetman user add ada"})
final class UserCommand extends Group {}
