package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = "What publishing a version would change on cells, file by file.",
    footer = {
      "",
      "For a folder that was not uploaded yet: 'fleetman deploy DIR --dry-run'.",
      "",
      "Example:",
      "  fleetman diff 1.3 node-1/web",
      "  fleetman diff 1.3 --manifest web"
    })
final class DiffCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "VERSION",
      converter = Converters.ToVersion.class,
      description = "A sealed deployment, or a version that the cell has.")
  private @Nullable Version version;

  @Parameters(
      index = "1..*",
      paramLabel = "CELL",
      description = "NODE/CELL, or CELL on all its nodes.")
  private List<String> names = List.of();

  @Option(
      names = "--manifest",
      description = "All cells of this manifest; with CELL, those of them that are.")
  private @Nullable String manifest;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "LABEL=VALUE",
      description = "Only cells on nodes with this label; may be given several times.")
  private List<String> labels = List.of();

  DiffCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    Version wanted = Objects.requireNonNull(version, "picocli requires it");
    Publisher publisher = new Publisher(fleet);
    new PlanView(session)
        .result(
            Parallel.map(
                CellArguments.resolve(fleet, names, manifest, labels),
                cell -> publisher.preview(new PublishRequest(cell, wanted, false, null))));
    return 0;
  }
}
