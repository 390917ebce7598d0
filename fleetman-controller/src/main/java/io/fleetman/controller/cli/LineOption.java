package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Publisher.Previewed;
import java.util.List;
import picocli.CommandLine.Option;

/** Whether what changes is shown line by line. */
final class LineOption {
  @Option(
      names = "--diff",
      description = "Also show the lines that change, of up to 20 text files of a cell.")
  private boolean lines;

  PlanView view(Session session, List<Previewed> previews) {
    return lines ? PlanView.withLines(session, previews) : new PlanView(session);
  }
}
