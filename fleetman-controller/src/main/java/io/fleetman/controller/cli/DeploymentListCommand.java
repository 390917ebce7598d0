package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.DeploymentSummary;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.RecycleBin;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.layout.ManifestId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = "Deployments, the last changed first; purged ones are left out.",
    footer = {
      "",
      "Example:",
      "  fleetman deployment list web",
      "  fleetman deployment list --recycled"
    })
final class DeploymentListCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MANIFEST",
      converter = Converters.ToManifest.class,
      description = "Whose (default: every manifest's).")
  private @Nullable ManifestId manifest;

  @Option(names = "--recycled", description = "What is in the recycle bin alone.")
  private boolean recycled;

  DeploymentListCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(List<DeploymentSummary> deployments) {}

  @Override
  public Integer call() {
    List<DeploymentDocument> found =
        recycled
            ? new RecycleBin(session.fleet()).list(manifest)
            : new Deployments(session.fleet())
                .all(manifest).stream().filter(d -> d.state() != DeploymentState.PURGED).toList();
    if (session.json()) {
      session.printJson(new Document(found.stream().map(DeploymentSummary::of).toList()));
    } else if (found.isEmpty()) {
      session
          .terminal()
          .print(
              recycled
                  ? "the recycle bin is empty"
                  : "no deployments yet: 'fleetman upload' makes the first");
    } else {
      DeploymentView.table(session, found);
    }
    return 0;
  }
}
