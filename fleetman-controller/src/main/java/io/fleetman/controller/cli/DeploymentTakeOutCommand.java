package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.DraftFiles;
import io.fleetman.layout.RelativePath;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "take-out",
    description = "Takes files and folders out of a draft; other versions keep theirs.",
    footer = {"", "Example:", "  fleetman deployment take-out web 1.4 README.md docs"})
final class DeploymentTakeOutCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final DeploymentArguments which = new DeploymentArguments();

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "PATH",
      converter = Converters.ToPath.class,
      description = "Files, and folders with all below them.")
  private List<RelativePath> paths = List.of();

  @Mixin private final WriteOptions write = new WriteOptions();

  DeploymentTakeOutCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (write.dryRun()) {
      Deployments.requireDraft(
          new Deployments(session.fleet()).get(which.manifest(), which.version()));
    } else {
      var _ =
          new DraftFiles(session.fleetToWrite()).remove(which.manifest(), which.version(), paths);
    }
    String what = Human.count(paths.size(), "path");
    return DeploymentView.done(session, which, write.dryRun(), "rid of " + what);
  }
}
