package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.staging.Staging;
import io.fleetman.layout.RelativePath;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    description = "Takes files and folders out of staging; deployments keep theirs.",
    footer = {"", "Example:", "  fleetman staging remove jre-25 --yes"})
final class StagingRemoveCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0..*",
      arity = "1..*",
      paramLabel = "PATH",
      converter = Converters.ToPath.class,
      description = "Files, and folders with all below them.")
  private List<RelativePath> paths = List.of();

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final WriteOptions write = new WriteOptions();

  StagingRemoveCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(boolean dryRun, List<RelativePath> removed) {}

  @Override
  public Integer call() {
    List<RelativePath> meant = List.copyOf(new Staging(session.fleet()).pick(paths).keySet());
    if (!write.dryRun()) {
      session.agree("Remove " + Human.count(meant.size(), "file") + " from staging?", yes.given());
      meant = new Staging(session.fleetToWrite()).remove(paths, write.reason());
    }
    if (session.json()) {
      session.printJson(new Document(write.dryRun(), meant));
    } else {
      String done = write.dryRun() ? " would be removed" : " removed";
      session.terminal().print(Human.count(meant.size(), "file") + done);
    }
    return 0;
  }
}
