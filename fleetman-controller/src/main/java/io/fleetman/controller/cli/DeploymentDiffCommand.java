package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.FileContent;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.FileChange;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--file",
      paramLabel = "PATH",
      converter = Converters.ToPath.class,
      description = "This file alone, line by line.")
  private @Nullable RelativePath file;

  DeploymentDiffCommand(Session session) {
    this.session = session;
  }

  /** The JSON document: files that are the same are left out. */
  record Document(ManifestId manifest, Version from, Version to, List<FileChange> files) {}

  @Override
  public Integer call() {
    Version other = Objects.requireNonNull(to, "picocli requires it");
    Deployments deployments = new Deployments(session.fleet());
    if (file != null) {
      return lines(
          file,
          deployments.get(from.manifest(), from.version()),
          deployments.get(from.manifest(), other));
    }
    List<FileChange> files =
        FileChange.between(
            deployments.asInstalled(deployments.get(from.manifest(), from.version())).files(),
            deployments.asInstalled(deployments.get(from.manifest(), other)).files());
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

  private int lines(RelativePath path, DeploymentDocument old, DeploymentDocument now) {
    if (!old.files().containsKey(path) && !now.files().containsKey(path)) {
      throw new Refusal.NotFound("'" + path + "' is in neither of the two: check the path");
    }
    LineDiff diff =
        LineDiff.between(
            FileContent.editable(FileContent.of(session.fleet(), old, path), path),
            FileContent.editable(FileContent.of(session.fleet(), now, path), path));
    if (session.json()) {
      session.printJson(diff);
      return 0;
    }
    LineView.print(session.terminal(), diff, "");
    if (diff.hunks().isEmpty()) {
      session.terminal().print("no difference");
    }
    return 0;
  }
}
