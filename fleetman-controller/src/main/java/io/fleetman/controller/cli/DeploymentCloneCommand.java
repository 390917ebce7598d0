package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.Drafts;
import io.fleetman.controller.deployment.UploadResult;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "clone",
    description = "Makes a draft with the files of another version, copied within the store.",
    footer = {"", "Example:", "  fleetman deployment clone web 1.3 1.4"})
final class DeploymentCloneCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final DeploymentArguments from = new DeploymentArguments();

  @Parameters(index = "2", paramLabel = "NEW", converter = Converters.ToVersion.class)
  private @Nullable Version to;

  @Mixin private final WriteOptions write = new WriteOptions();

  DeploymentCloneCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(ManifestId manifest, Version from, Version to, boolean dryRun, int files) {}

  @Override
  public Integer call() {
    Version other = Objects.requireNonNull(to, "picocli requires it");
    int files;
    if (write.dryRun()) {
      files = new Deployments(session.fleet()).get(from.manifest(), from.version()).files().size();
    } else {
      UploadResult made =
          new Drafts(session.fleetToWrite())
              .cloneTo(from.manifest(), from.version(), other, UploadListener.NONE);
      files = made.deployment().files().size();
    }
    if (session.json()) {
      session.printJson(
          new Document(from.manifest(), from.version(), other, write.dryRun(), files));
    } else {
      session
          .terminal()
          .print(
              "draft "
                  + from.manifest()
                  + " "
                  + other
                  + (write.dryRun() ? " would have " : " has ")
                  + Human.count(files, "file")
                  + " of "
                  + from.version());
    }
    return 0;
  }
}
