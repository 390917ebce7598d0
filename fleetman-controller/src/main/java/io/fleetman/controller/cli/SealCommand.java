package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.Drafts;
import io.fleetman.controller.deployment.SealResult;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "seal",
    description = "Freezes a draft, after checking what would fail on a node.",
    footer = {"", "Example:", "  fleetman seal web 1.2"})
final class SealCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final ManifestVersion which = new ManifestVersion();

  @Mixin private final WriteOptions write = new WriteOptions();

  SealCommand(Session session) {
    this.session = session;
  }

  /**
   * The JSON document.
   *
   * @param digest over definition and files; null for a dry run
   * @param already whether it was sealed before
   * @param leftOut uploaded files that no rule of the manifest selects
   */
  record Document(
      ManifestId manifest,
      Version version,
      boolean dryRun,
      int files,
      @Nullable String digest,
      boolean already,
      List<RelativePath> leftOut) {}

  @Override
  public Integer call() {
    ManifestId of = which.manifest();
    Version name = which.version();
    Deployments deployments = new Deployments(session.fleet());
    if (write.dryRun()) {
      DeploymentDocument draft = deployments.get(of, name);
      if (draft.state() != DeploymentState.SEALED) {
        List<String> problems = new Drafts(session.fleet()).keepsFromSealing(of, name);
        if (!problems.isEmpty()) {
          throw new Refusal.Invalid(problems);
        }
      }
      show(
          new Document(
              of,
              name,
              true,
              draft.files().size(),
              draft.digest(),
              draft.digest() != null,
              List.of()));
      return 0;
    }
    SealResult sealed = new Deployments(session.fleetToWrite()).seal(of, name, write.reason());
    show(
        new Document(
            of,
            name,
            false,
            sealed.deployment().files().size(),
            sealed.deployment().digest(),
            sealed.already(),
            sealed.leftOut()));
    return 0;
  }

  private void show(Document document) {
    if (session.json()) {
      session.printJson(document);
      return;
    }
    String done =
        document.already ? "was sealed already" : document.dryRun ? "would be sealed" : "sealed";
    session
        .terminal()
        .print(
            "%s %s %s: %s"
                .formatted(
                    document.manifest,
                    document.version,
                    done,
                    Human.count(document.files, "file")));
    for (RelativePath path : document.leftOut) {
      session.terminal().say("note: " + path + " is left out: no entry of files selects it");
    }
  }
}
