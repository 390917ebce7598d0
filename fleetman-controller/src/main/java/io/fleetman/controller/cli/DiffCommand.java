package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.publish.Publisher.Previewed;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "diff",
    description = "What publishing a version would change on cells, file by file.",
    footer = {
      "",
      "For a folder that was not uploaded yet: 'fleetman deploy DIR --dry-run'.",
      "",
      "Example:",
      "  fleetman diff 1.3 node-1/web --diff",
      "  fleetman diff 1.3 --manifest web"
    })
final class DiffCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final VersionAndCells what = new VersionAndCells();
  @Mixin private final LineOption lines = new LineOption();

  DiffCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    Version wanted = what.version();
    Publisher publisher = new Publisher(fleet);
    List<Previewed> previews =
        lines.previews(
            publisher,
            what.resolve(fleet).stream()
                .map(cell -> new PublishRequest(cell, wanted, false, null))
                .toList());
    lines.view(session, previews).result(previews.stream().map(Previewed::plan).toList());
    return 0;
  }
}
