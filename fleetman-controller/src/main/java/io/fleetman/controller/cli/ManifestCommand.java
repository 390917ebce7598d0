package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "manifest",
    description = "Definitions of services: look, compare, duplicate, delete.",
    footer = {"", "Example:", "  fleetman manifest history web"})
final class ManifestCommand extends Group {}
