package io.fleetman.controller.cli;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.cell.Mapped;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = "Maps a manifest onto a node, or changes a cell's variables.",
    footer = {
      "",
      "Nodes notice nothing of it until the next publish.",
      "",
      "Example:",
      "  fleetman cell add node-1/web --manifest web --var port=8080"
    })
final class CellAddCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "CELL",
      converter = Converters.ToCell.class,
      description = "NODE/CELL.")
  private @Nullable CellRef cell;

  @Option(
      names = "--manifest",
      required = true,
      paramLabel = "MANIFEST",
      converter = Converters.ToManifest.class,
      description = "What is to run there.")
  private @Nullable ManifestId manifest;

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description =
          "A variable of this cell; wins over the manifest's. May be given several times.")
  private Map<String, String> variables = new TreeMap<>();

  @Mixin private final WriteOptions write = new WriteOptions();

  CellAddCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(CellRef cell, boolean dryRun, String change) {}

  @Override
  public Integer call() {
    CellRef at = Objects.requireNonNull(cell, "picocli requires it");
    ManifestId what = Objects.requireNonNull(manifest, "picocli requires it");
    TreeMap<String, String> own = new TreeMap<>(variables);
    var _ = new Manifests(session.fleet()).taking(what, own);
    Mapped mapped =
        write.dryRun()
            ? new Cells(session.fleet()).preview(at, what, own)
            : new Cells(session.fleetToWrite()).map(at, what, own, write.reason());
    String change = mapped.change().name().toLowerCase(Locale.ROOT);
    if (session.json()) {
      session.printJson(new Document(at, write.dryRun(), change));
    } else {
      session.terminal().print("cell " + at + (write.dryRun() ? " would be " : " is ") + change);
    }
    return 0;
  }
}
