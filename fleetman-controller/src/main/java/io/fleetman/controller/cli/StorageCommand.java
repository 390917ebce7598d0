package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "storage",
    description = "The bucket's keys as they are, below the fleet's prefix.",
    footer = {
      "",
      "Example:",
      "  fleetman storage list cells/node-1/",
      "  fleetman storage show cells/node-1/web/trigger.json"
    })
final class StorageCommand extends Group {}
