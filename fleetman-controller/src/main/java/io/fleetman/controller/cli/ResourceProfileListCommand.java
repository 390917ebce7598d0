package io.fleetman.controller.cli;

import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.ResourceProfiles;
import io.fleetman.controller.support.Setting;
import io.fleetman.document.ManifestDocument;
import io.fleetman.document.ResourceProfileDocument;
import io.fleetman.layout.ManifestId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "All resource profiles, with the manifests that use them.",
    footer = {"", "Example:", "  fleetman resource-profile list"})
final class ResourceProfileListCommand implements Callable<Integer> {
  private final Session session;

  ResourceProfileListCommand(Session session) {
    this.session = session;
  }

  /** One of them. */
  record Entry(ResourceProfileDocument profile, List<ManifestId> users) {}

  /** The JSON document. */
  record Document(List<Entry> profiles) {}

  @Override
  public Integer call() {
    List<ManifestDocument> manifests = new Manifests(session.fleet()).list();
    List<Entry> profiles =
        new ResourceProfiles(session.fleet())
            .list().stream().map(p -> new Entry(p, users(manifests, p.name()))).toList();
    if (session.json()) {
      session.printJson(new Document(profiles));
      return 0;
    }
    Table table = new Table("PROFILE", "LIMITS", "USED BY");
    for (Entry entry : profiles) {
      table.row(
          new Cell(entry.profile().name(), Style.BOLD),
          Setting.fields(entry.profile().limits()).entrySet().stream()
              .map(f -> f.getKey() + " " + f.getValue())
              .collect(Collectors.joining(", ")),
          entry.users().stream().map(ManifestId::toString).collect(Collectors.joining(", ")));
    }
    if (table.isEmpty()) {
      session.terminal().print("no resource profiles yet: 'fleetman apply' makes them");
      return 0;
    }
    table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    return 0;
  }

  private static List<ManifestId> users(List<ManifestDocument> manifests, String profile) {
    return manifests.stream()
        .filter(m -> profile.equals(m.spec().resourceProfile()))
        .map(ManifestDocument::manifest)
        .toList();
  }
}
