package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.TreeEntry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "files",
    description = "A deployment's files.",
    footer = {"", "Example:", "  fleetman deployment files web 1.3"})
final class DeploymentFilesCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final DeploymentArguments which = new DeploymentArguments();

  DeploymentFilesCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(Map<String, TreeEntry> files) {}

  @Override
  public Integer call() {
    DeploymentDocument deployment =
        new Deployments(session.fleet()).get(which.manifest(), which.version());
    if (session.json()) {
      session.printJson(new Document(DeploymentView.byPath(deployment.files())));
    } else if (deployment.files().isEmpty()) {
      session.terminal().print(which + " has no files");
    } else {
      DeploymentView.files(session, deployment.files());
    }
    return 0;
  }
}
