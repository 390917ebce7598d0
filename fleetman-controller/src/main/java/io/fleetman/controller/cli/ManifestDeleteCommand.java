package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.layout.CellRef;
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
    name = "delete",
    description = "Takes a manifest away that no cell uses; its revisions and deployments stay.",
    footer = {"", "Example:", "  fleetman manifest delete web --dry-run"})
final class ManifestDeleteCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "MANIFEST", converter = Converters.ToManifest.class)
  private @Nullable ManifestId manifest;

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final WriteOptions write = new WriteOptions();

  ManifestDeleteCommand(Session session) {
    this.session = session;
  }

  /**
   * The JSON document.
   *
   * @param cells that keep it from being deleted
   * @param deployments that stay, and cannot be sealed while it is gone
   */
  record Document(
      ManifestId manifest, boolean dryRun, List<CellRef> cells, List<Version> deployments) {}

  @Override
  public Integer call() {
    ManifestId name = Objects.requireNonNull(manifest, "picocli requires it");
    Manifests manifests = new Manifests(session.fleet());
    var _ = manifests.get(name);
    List<CellRef> cells = write.dryRun() ? manifests.users(name) : List.of();
    List<Version> deployments =
        new Deployments(session.fleet())
            .list(name).stream()
                .filter(d -> d.state() != DeploymentState.PURGED)
                .map(DeploymentDocument::version)
                .toList();
    if (!write.dryRun()) {
      session.agree(
          "Delete manifest "
              + name
              + (deployments.isEmpty() ? "" : ", whose deployments " + deployments + " stay")
              + "?",
          yes.given());
      new Manifests(session.fleetToWrite()).delete(name, write.reason());
    }
    if (session.json()) {
      session.printJson(new Document(name, write.dryRun(), cells, deployments));
    } else if (!write.dryRun()) {
      session.terminal().print("manifest " + name + " is deleted");
    } else {
      session
          .terminal()
          .print(
              cells.isEmpty()
                  ? "manifest " + name + " would be deleted; deployments that stay: " + deployments
                  : "manifest " + name + " would not be deleted: it is used by " + cells);
    }
    return 0;
  }
}
