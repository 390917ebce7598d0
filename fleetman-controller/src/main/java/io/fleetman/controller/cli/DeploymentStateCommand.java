package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.RecycleBin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that takes a deployment from one state to another. */
abstract class DeploymentStateCommand implements Callable<Integer> {
  private final Session session;
  private final String done;
  @Mixin private final DeploymentArguments which = new DeploymentArguments();
  @Mixin private final WriteOptions write = new WriteOptions();

  /**
   * @param done what the deployment is then, in words
   */
  DeploymentStateCommand(Session session, String done) {
    this.session = session;
    this.done = done;
  }

  /** Refuses what {@link #change} would refuse. */
  abstract void preview(RecycleBin bin, DeploymentArguments which);

  abstract void change(RecycleBin bin, DeploymentArguments which, WriteOptions write);

  @Override
  public final Integer call() {
    preview(new RecycleBin(session.fleet()), which);
    if (!write.dryRun()) {
      change(new RecycleBin(session.fleetToWrite()), which, write);
    }
    return DeploymentView.done(session, which, write.dryRun(), done);
  }
}
