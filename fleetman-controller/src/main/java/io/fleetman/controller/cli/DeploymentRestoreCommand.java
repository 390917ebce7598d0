package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "restore",
    description = "Takes a deployment out of the recycle bin.",
    footer = {"", "Example:", "  fleetman deployment restore web 1.3"})
final class DeploymentRestoreCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final DeploymentArguments which = new DeploymentArguments();
  @Mixin private final WriteOptions write = new WriteOptions();

  DeploymentRestoreCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (write.dryRun()) {
      var _ = new Deployments(session.fleet()).get(which.manifest(), which.version());
    } else {
      var _ =
          new Deployments(session.fleetToWrite())
              .restore(which.manifest(), which.version(), write.reason());
    }
    return DeploymentView.done(session, which, write.dryRun(), "restored");
  }
}
