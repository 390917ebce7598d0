package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.staging.Staging;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = "What is in staging.",
    footer = {"", "Example:", "  fleetman staging list certificates"})
final class StagingListCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PATH",
      converter = Converters.ToPath.class,
      description = "This, and what is below it (default: everything).")
  private @Nullable RelativePath path;

  StagingListCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(Map<String, TreeEntry> files) {}

  @Override
  public Integer call() {
    Staging staging = new Staging(session.fleet());
    SortedMap<RelativePath, TreeEntry> files =
        path == null ? staging.list() : staging.pick(List.of(path));
    if (session.json()) {
      session.printJson(new Document(DeploymentView.byPath(files)));
    } else if (files.isEmpty()) {
      session.terminal().print("staging is empty: 'fleetman staging put' fills it");
    } else {
      DeploymentView.files(session, files);
    }
    return 0;
  }
}
