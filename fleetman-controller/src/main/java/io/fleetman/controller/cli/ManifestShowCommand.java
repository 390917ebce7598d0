package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.manifest.ManifestText;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.Revisions;
import io.fleetman.controller.support.Setting;
import io.fleetman.document.ManifestDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "A manifest's definition, and the cells that use it.",
    footer = {"", "Example:", "  fleetman manifest show web --revision 3"})
final class ManifestShowCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "MANIFEST", converter = Converters.ToManifest.class)
  private @Nullable ManifestId manifest;

  @Option(names = "--revision", paramLabel = "N", description = "Default: the current one.")
  private @Nullable Integer revision;

  @Option(names = "--yaml", description = "The definition alone, as 'apply -f' reads it.")
  private boolean yaml;

  ManifestShowCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(ManifestDocument manifest, List<CellRef> cells) {}

  /** The JSON document with {@code --yaml}. */
  record Yaml(String yaml) {}

  @Override
  public Integer call() {
    ManifestId name = Objects.requireNonNull(manifest, "picocli requires it");
    Manifests manifests = new Manifests(session.fleet());
    ManifestDocument document =
        revision == null ? manifests.get(name) : new Revisions(session.fleet()).get(name, revision);
    if (yaml) {
      String text = ManifestText.of(document);
      if (session.json()) {
        session.printJson(new Yaml(text));
      } else {
        text.lines().forEach(session.terminal()::print);
      }
      return 0;
    }
    List<CellRef> cells = manifests.users(name);
    if (session.json()) {
      session.printJson(new Document(document, cells));
      return 0;
    }
    Terminal terminal = session.terminal();
    terminal.print(
        terminal.paint().bold(name.toString())
            + "  revision "
            + document.revision()
            + ", "
            + Human.time(document.author().at())
            + " by "
            + document.author().by()
            + (document.author().reason() == null ? "" : ": " + document.author().reason()));
    Setting.fields(document.spec())
        .forEach((field, value) -> terminal.print("  " + field + ": " + value));
    terminal.print("used by " + (cells.isEmpty() ? "no cell" : cells.toString()));
    return 0;
  }
}
