package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.document.ManifestDocument;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "All manifests.",
    footer = {"", "Example:", "  fleetman manifest list"})
final class ManifestListCommand implements Callable<Integer> {
  private final Session session;

  ManifestListCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(List<ManifestDocument> manifests) {}

  @Override
  public Integer call() {
    List<ManifestDocument> manifests = new Manifests(session.fleet()).list();
    if (session.json()) {
      session.printJson(new Document(manifests));
      return 0;
    }
    Table table = new Table("MANIFEST", "REVISION", "PROFILE", "CHANGED", "BY", "");
    for (ManifestDocument m : manifests) {
      table.row(
          new Cell(m.manifest().toString(), Style.BOLD),
          m.revision(),
          m.spec().profile().name().toLowerCase(Locale.ROOT),
          Human.time(m.author().at()),
          m.author().by(),
          m.spec().description() == null ? "" : m.spec().description());
    }
    if (table.isEmpty()) {
      session.terminal().print("no manifests yet: 'fleetman apply' or 'deploy' makes the first");
      return 0;
    }
    table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    return 0;
  }
}
