package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.publish.Publisher.Previewed;
import io.fleetman.controller.support.Parallel;
import java.util.List;
import picocli.CommandLine.Option;

/** Whether what changes is shown line by line. */
final class LineOption {
  @Option(
      names = "--diff",
      description = "Also show the lines that change, of up to 20 text files of a cell.")
  private boolean lines;

  /**
   * What each would change; with the trees of files only where their lines are shown, for those of
   * a hundred cells fill the memory.
   */
  List<Previewed> previews(Publisher publisher, List<PublishRequest> requests) {
    return Parallel.map(
        requests,
        request -> {
          Previewed previewed = publisher.previewed(request);
          return lines ? previewed : previewed.planOnly();
        });
  }

  PlanView view(Session session, List<Previewed> previews) {
    return lines ? PlanView.withLines(session, previews) : new PlanView(session);
  }
}
