package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "resource-profile",
    description = "Limits under a name, for several manifests; 'apply' makes and changes them.",
    footer = {"", "Example:", "  fleetman resource-profile list"})
final class ResourceProfileCommand extends Group {}
