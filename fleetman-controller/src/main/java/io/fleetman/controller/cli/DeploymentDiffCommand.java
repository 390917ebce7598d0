package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.tree.FileChange;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = "Compares two versions file by file.",
    footer = {"", "Example:", "  fleetman deployment diff web 1.2 1.3"})
final class DeploymentDiffCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final DeploymentArguments from = new DeploymentArguments();

  @Parameters(index = "2", paramLabel = "OTHER", converter = Converters.ToVersion.class)
  private @Nullable Version to;

  DeploymentDiffCommand(Session session) {
    this.session = session;
  }

  /** The JSON document: files that are the same are left out. */
  record Document(ManifestId manifest, Version from, Version to, List<FileChange> files) {}

  @Override
  public Integer call() {
    Version other = Objects.requireNonNull(to, "picocli requires it");
    Deployments deployments = new Deployments(session.fleet());
    List<FileChange> files =
        FileChange.between(
            deployments.get(from.manifest(), from.version()).files(),
            deployments.get(from.manifest(), other).files());
    if (session.json()) {
      session.printJson(
          new Document(
              from.manifest(),
              from.version(),
              other,
              files.stream().filter(f -> f.kind() != FileChange.Kind.SAME).toList()));
    } else {
      new PlanView(session).files(files);
    }
    return 0;
  }
}
