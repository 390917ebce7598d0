package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.Drafts;
import io.fleetman.controller.support.Refusal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "create",
    description = "Makes a draft without files; 'upload' makes one, too.",
    footer = {"", "Example:", "  fleetman deployment create web 1.4"})
final class DeploymentCreateCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final DeploymentArguments which = new DeploymentArguments();
  @Mixin private final WriteOptions write = new WriteOptions();

  DeploymentCreateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (write.dryRun()) {
      Deployments deployments = new Deployments(session.fleet());
      deployments.refuseClash(which.manifest(), which.version());
      if (deployments.find(which.manifest(), which.version()).isPresent()) {
        throw new Refusal.Conflict("there is a version " + which + " already: choose another");
      }
    } else {
      var _ = new Drafts(session.fleetToWrite()).create(which.manifest(), which.version());
    }
    return DeploymentView.done(session, which, write.dryRun(), "a draft");
  }
}
