package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "deployment",
    description = "Versions of manifests' files: look, compare, copy, recycle.",
    footer = {"", "Example:", "  fleetman deployment list web"})
final class DeploymentCommand extends Group {}
