package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.DraftFiles;
import io.fleetman.layout.RelativePath;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "mode",
    description = "Sets a file's mode in a draft; a rule of the manifest that names one wins.",
    footer = {"", "Example:", "  fleetman deployment mode web 1.4 bin/web 0755"})
final class DeploymentModeCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final DeploymentArguments which = new DeploymentArguments();

  @Parameters(index = "2", paramLabel = "PATH", converter = Converters.ToPath.class)
  private @Nullable RelativePath path;

  @Parameters(index = "3", paramLabel = "MODE", description = "Octal.")
  private @Nullable String mode;

  @Mixin private final WriteOptions write = new WriteOptions();

  DeploymentModeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RelativePath of = Objects.requireNonNull(path, "picocli requires it");
    String wanted = Objects.requireNonNull(mode, "picocli requires it");
    if (write.dryRun()) {
      Deployments.requireDraft(
          new Deployments(session.fleet()).get(which.manifest(), which.version()));
    } else {
      var _ =
          new DraftFiles(session.fleetToWrite())
              .setMode(which.manifest(), which.version(), of, wanted);
    }
    return DeploymentView.done(session, which, write.dryRun(), "given " + of + " as " + wanted);
  }
}
