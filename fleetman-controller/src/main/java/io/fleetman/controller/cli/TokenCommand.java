package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "token",
    description = "API tokens: what programs show to be let in.",
    footer = {"", "Example:", "  fleetman token create ci --owner ada --expires 90d"})
final class TokenCommand extends Group {}
