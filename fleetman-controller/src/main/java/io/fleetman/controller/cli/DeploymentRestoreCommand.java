package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.RecycleBin;
import picocli.CommandLine.Command;

@Command(
    name = "restore",
    description = "Takes a deployment out of the recycle bin.",
    footer = {"", "Example:", "  fleetman deployment restore web 1.3"})
final class DeploymentRestoreCommand extends DeploymentStateCommand {
  DeploymentRestoreCommand(Session session) {
    super(session, "restored");
  }

  @Override
  void preview(RecycleBin bin, DeploymentArguments which) {
    var _ = bin.restorable(which.manifest(), which.version());
  }

  @Override
  void change(RecycleBin bin, DeploymentArguments which, WriteOptions write) {
    var _ = bin.restore(which.manifest(), which.version(), write.reason());
  }
}
