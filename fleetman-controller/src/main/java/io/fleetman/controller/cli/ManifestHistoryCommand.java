package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.manifest.Revisions;
import io.fleetman.document.ManifestDocument;
import io.fleetman.layout.ManifestId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    description = "A manifest's revisions, newest first.",
    footer = {"", "Example:", "  fleetman manifest history web"})
final class ManifestHistoryCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "MANIFEST", converter = Converters.ToManifest.class)
  private @Nullable ManifestId manifest;

  ManifestHistoryCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(List<ManifestDocument> revisions) {}

  @Override
  public Integer call() {
    List<ManifestDocument> revisions =
        new Revisions(session.fleet())
            .list(Objects.requireNonNull(manifest, "picocli requires it"));
    if (session.json()) {
      session.printJson(new Document(revisions));
      return 0;
    }
    Table table = new Table("REVISION", "WHEN", "BY", "WHY", "");
    for (ManifestDocument m : revisions) {
      table.row(
          m.revision(),
          Human.time(m.author().at()),
          m.author().by(),
          m.author().reason() == null ? "" : m.author().reason(),
          m.deleted() ? "deleted" : "");
    }
    table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    return 0;
  }
}
