package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.staging.Staging;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "put",
    description = "Puts files, folders' and archives' content into staging.",
    footer = {"", "Example:", "  fleetman staging put jre-25.tar.gz certificates/"})
final class StagingPutCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0..*",
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files, folders, .zip, .tar, .tar.gz and .tgz.")
  private List<Path> paths = List.of();

  @Mixin private final WriteOptions write = new WriteOptions();

  StagingPutCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(boolean dryRun, int files, long bytes) {}

  @Override
  public Integer call() {
    OpenFleet fleet = write.dryRun() ? session.fleet() : session.fleetToWrite();
    List<Path> absolute =
        paths.stream().map(p -> session.files().workingFolder().resolve(p)).toList();
    try (Sources sources = Sources.open(absolute)) {
      int files = sources.tree().files().size();
      long bytes = sources.tree().bytes();
      if (!write.dryRun()) {
        try (PublishProgress progress = new PublishProgress(session.terminal())) {
          var _ = new Staging(fleet).put(HashedTree.of(sources.tree()), write.reason(), progress);
        }
      }
      if (session.json()) {
        session.printJson(new Document(write.dryRun(), files, bytes));
      } else {
        session
            .terminal()
            .print(
                Human.count(files, "file")
                    + " ("
                    + Human.bytes(bytes)
                    + ") "
                    + (write.dryRun() ? "would lie in staging" : "in staging"));
      }
      return 0;
    }
  }
}
