package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "recycle",
    description = "Puts a deployment into the recycle bin; what runs of it stays.",
    footer = {"", "Example:", "  fleetman deployment recycle web 1.3"})
final class DeploymentRecycleCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final DeploymentArguments which = new DeploymentArguments();
  @Mixin private final WriteOptions write = new WriteOptions();

  DeploymentRecycleCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (write.dryRun()) {
      var _ = new Deployments(session.fleet()).get(which.manifest(), which.version());
    } else {
      var _ =
          new Deployments(session.fleetToWrite())
              .recycle(which.manifest(), which.version(), write.reason());
    }
    return DeploymentView.done(session, which, write.dryRun(), "in the recycle bin");
  }
}
