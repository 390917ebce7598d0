package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "staging",
    description = "Files that lie ready in the bucket, to be picked for deployments.",
    footer = {
      "",
      "Example:",
      "  fleetman staging put jre-25.tar.gz",
      "  fleetman upload web 1.4 --from-staging jre-25"
    })
final class StagingCommand extends Group {}
