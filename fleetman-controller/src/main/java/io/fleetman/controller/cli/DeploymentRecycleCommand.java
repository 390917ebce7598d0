package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.RecycleBin;
import picocli.CommandLine.Command;

@Command(
    name = "recycle",
    description = "Puts a deployment into the recycle bin; what runs of it stays.",
    footer = {"", "Example:", "  fleetman deployment recycle web 1.3"})
final class DeploymentRecycleCommand extends DeploymentStateCommand {
  DeploymentRecycleCommand(Session session) {
    super(session, "in the recycle bin");
  }

  @Override
  void preview(RecycleBin bin, DeploymentArguments which) {
    var _ = bin.recyclable(which.manifest(), which.version());
  }

  @Override
  void change(RecycleBin bin, DeploymentArguments which, WriteOptions write) {
    var _ = bin.recycle(which.manifest(), which.version(), write.reason());
  }
}
