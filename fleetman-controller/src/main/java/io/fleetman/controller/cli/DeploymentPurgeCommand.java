package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.DeploymentSummary;
import io.fleetman.controller.deployment.RecycleBin;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "purge",
    description = "Deletes the files of what is in the recycle bin, for good.",
    footer = {
      "",
      "The names stay taken. Cells keep what was published to them.",
      "",
      "Example:",
      "  fleetman deployment purge web 1.3",
      "  fleetman deployment purge --all --dry-run"
    })
final class DeploymentPurgeCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MANIFEST",
      converter = Converters.ToManifest.class,
      description = "Whose; with --all: only this one's.")
  private @Nullable ManifestId manifest;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      converter = Converters.ToVersion.class,
      description = "Which.")
  private @Nullable Version version;

  @Option(names = "--all", description = "Everything in the recycle bin.")
  private boolean all;

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final WriteOptions write = new WriteOptions();

  DeploymentPurgeCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(boolean dryRun, List<DeploymentSummary> purged, int objects) {}

  @Override
  public Integer call() {
    List<DeploymentDocument> meant = meant(new RecycleBin(session.fleet()));
    int objects = 0;
    if (!write.dryRun() && !meant.isEmpty()) {
      session.agree(
          "Delete the files of "
              + meant.stream()
                  .map(d -> d.manifest() + " " + d.version())
                  .collect(Collectors.joining(", "))
              + " for good?",
          yes.given());
      RecycleBin writer = new RecycleBin(session.fleetToWrite());
      for (DeploymentDocument d : meant) {
        objects += writer.purge(d.manifest(), d.version(), write.reason());
      }
    }
    if (session.json()) {
      session.printJson(
          new Document(
              write.dryRun(), meant.stream().map(DeploymentSummary::of).toList(), objects));
    } else if (meant.isEmpty()) {
      session.terminal().print("the recycle bin is empty");
    } else if (write.dryRun()) {
      session.terminal().print("would be purged:");
      DeploymentView.table(session, meant);
    } else {
      session
          .terminal()
          .print(
              Human.count(meant.size(), "deployment")
                  + " purged, "
                  + Human.count(objects, "object")
                  + " deleted");
    }
    return 0;
  }

  private List<DeploymentDocument> meant(RecycleBin bin) {
    ManifestId of = manifest;
    Version which = version;
    if (all != (which == null)) {
      throw new Refusal.Invalid("give MANIFEST and VERSION, or --all for the whole recycle bin");
    }
    if (of != null && which != null) {
      return List.of(bin.purgeable(of, which));
    }
    return bin.list(of);
  }
}
