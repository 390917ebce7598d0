package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.ChangePlan;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.publish.Publisher.Previewed;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "publish",
    description = "Publishes a sealed version to cells and follows their nodes.",
    footer = {
      "",
      "A version that the cell has already is not made again; only the wish changes.",
      "",
      "Example:",
      "  fleetman publish 1.2 node-1/web",
      "  fleetman publish 1.2 --manifest web -l zone=a --yes"
    })
final class PublishCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final VersionAndCells what = new VersionAndCells();

  @Option(names = "--redeploy", description = "Have the nodes do it again though it is so already.")
  private boolean redeploy;

  @Mixin private final LineOption lines = new LineOption();
  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final WriteOptions write = new WriteOptions();
  @Mixin private final WaitOptions wait = new WaitOptions();

  PublishCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    Version wanted = what.version();
    List<CellRef> cells = what.resolve(fleet);
    List<PublishRequest> requests =
        cells.stream().map(c -> new PublishRequest(c, wanted, redeploy, write.reason())).toList();
    Publisher publisher = new Publisher(fleet);
    List<Previewed> previews = lines.previews(publisher, requests);
    List<ChangePlan> plans = previews.stream().map(Previewed::plan).toList();
    PlanView view = lines.view(session, previews);
    if (write.dryRun()) {
      view.result(plans);
      return 0;
    }
    if (!session.json()) {
      view.changes(plans);
    }
    session.agree("Publish " + wanted + " to " + Blocks.list(cells) + "?", yes.given());
    session.fleetToWrite();
    List<PublishRequest> agreed = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      agreed.add(requests.get(i).after(plans.get(i)));
    }
    try (PublishProgress progress = new PublishProgress(session.terminal())) {
      return new CommandRun(session, fleet)
          .finish("publish", progress.around(() -> publisher.publishAll(agreed, progress)), wait);
    }
  }
}
