package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.deployment.DeploymentSummary;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.Drafts;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "show",
    description = "One deployment, and what still keeps a draft from being sealed.",
    footer = {"", "Example:", "  fleetman deployment show web 1.3"})
final class DeploymentShowCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final DeploymentArguments which = new DeploymentArguments();

  DeploymentShowCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(DeploymentSummary deployment, List<String> keepsFromSealing) {}

  @Override
  public Integer call() {
    DeploymentDocument deployment =
        new Deployments(session.fleet()).get(which.manifest(), which.version());
    List<String> problems =
        deployment.state() == DeploymentState.DRAFT
            ? new Drafts(session.fleet()).keepsFromSealing(which.manifest(), which.version())
            : List.of();
    DeploymentSummary summary = DeploymentSummary.of(deployment);
    if (session.json()) {
      session.printJson(new Document(summary, problems));
      return 0;
    }
    Terminal terminal = session.terminal();
    terminal.print(
        terminal.paint().bold(which.toString())
            + "  "
            + DeploymentView.word(summary.state())
            + ", "
            + Human.count(summary.files(), "file")
            + ", "
            + Human.bytes(summary.bytes()));
    terminal.print(
        "changed "
            + Human.time(summary.author().at())
            + " by "
            + summary.author().by()
            + (summary.author().reason() == null ? "" : ": " + summary.author().reason()));
    if (summary.digest() != null) {
      terminal.print(
          "manifest revision " + summary.manifestRevision() + ", digest " + summary.digest());
    }
    if (deployment.state() == DeploymentState.DRAFT) {
      terminal.print(
          problems.isEmpty()
              ? terminal.paint().good("it can be sealed")
              : "it cannot be sealed yet:");
      problems.forEach(p -> terminal.print("  " + terminal.paint().bad("-") + " " + p));
    }
    return 0;
  }
}
