package io.fleetman.controller.cli;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.cell.Mapped;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.manifest.Applied;
import io.fleetman.controller.manifest.CellEntry;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.Definitions;
import io.fleetman.controller.manifest.Definitions.Written;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.ResourceProfiles;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.ManifestSpec;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "apply",
    description = "Makes or changes manifests, cells and resource profiles from YAML.",
    footer = {
      "",
      "Nodes notice nothing of it until the next publish.",
      "",
      "Example:",
      "  fleetman apply -f web.yaml",
      "  fleetman apply -f definitions/ --dry-run"
    })
final class ApplyCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE|DIR",
      description = "A file, or every *.yaml and *.yml below a folder.")
  private Path file = Path.of(".");

  @Mixin private final WriteOptions write = new WriteOptions();

  ApplyCommand(Session session) {
    this.session = session;
  }

  /**
   * One line of the result.
   *
   * @param what such as {@code manifest web}
   * @param change what was done, in a word
   */
  record Line(String what, String change) {}

  /**
   * The JSON document.
   *
   * @param dryRun whether nothing was written
   * @param applied each definition's part
   */
  record Document(boolean dryRun, List<Line> applied) {}

  @Override
  public Integer call() {
    List<Written> definitions =
        new ArrayList<>(Definitions.written(session.files().workingFolder().resolve(file)));
    // What others refer to comes first.
    definitions.sort(Comparator.comparingInt(w -> rank(w.definition())));
    OpenFleet fleet = write.dryRun() ? session.fleet() : session.fleetToWrite();
    List<Line> lines = new ArrayList<>();
    Map<ManifestId, ManifestSpec> applied = new HashMap<>();
    for (Written definition : definitions) {
      if (definition.definition() instanceof Definition.Service s) {
        applied.put(s.manifest(), s.spec());
      }
    }
    for (Written definition : definitions) {
      check(fleet, definition.definition(), applied);
    }
    for (Written definition : definitions) {
      apply(fleet, definition, lines);
    }
    if (session.json()) {
      session.printJson(new Document(write.dryRun(), lines));
      return 0;
    }
    Table table = new Table("DEFINITION", write.dryRun() ? "WOULD BE" : "");
    for (Line line : lines) {
      Style style = line.change().equals("unchanged") ? Style.DIM : Style.GOOD;
      table.row(line.what(), new Cell(line.change(), style));
    }
    table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    return 0;
  }

  // Before anything is written. A manifest's own cells were looked at with it.
  private static void check(
      OpenFleet fleet, Definition definition, Map<ManifestId, ManifestSpec> applied) {
    if (definition instanceof Definition.Cell cell) {
      ManifestSpec spec = applied.get(cell.manifest());
      try {
        if (spec == null) {
          var _ = new Manifests(fleet).taking(cell.manifest(), cell.variables());
        } else {
          Manifests.check(spec, cell.variables());
        }
      } catch (Refusal.Invalid e) {
        String which = "cell " + new CellRef(cell.node(), cell.id()) + ": ";
        throw new Refusal.Invalid(e.problems().stream().map(p -> which + p).toList());
      }
    }
  }

  private void apply(OpenFleet fleet, Written written, List<Line> lines) {
    switch (written.definition()) {
      case Definition.ResourceProfile p -> lines.add(profile(new ResourceProfiles(fleet), p));
      case Definition.Service s -> {
        Manifests manifests = new Manifests(fleet);
        Applied applied =
            write.dryRun()
                ? manifests.preview(s.manifest(), s.spec(), written.text())
                : manifests.apply(s.manifest(), s.spec(), written.text(), write.reason());
        lines.add(new Line(applied.what(), word(applied.change())));
        for (CellEntry cell : s.cells()) {
          lines.add(map(fleet, cell.ref(), s.manifest(), cell.variables()));
        }
      }
      case Definition.Cell c ->
          lines.add(map(fleet, new CellRef(c.node(), c.id()), c.manifest(), c.variables()));
    }
  }

  private Line profile(ResourceProfiles profiles, Definition.ResourceProfile p) {
    if (write.dryRun()) {
      String change =
          profiles
              .find(p.name())
              .map(found -> found.limits().equals(p.limits()) ? "unchanged" : "changed")
              .orElse("created");
      return new Line("resource profile " + p.name(), change);
    }
    Applied applied = profiles.apply(p.name(), p.limits(), write.reason());
    return new Line(applied.what(), word(applied.change()));
  }

  private Line map(
      OpenFleet fleet, CellRef cell, ManifestId manifest, SortedMap<String, String> variables) {
    Cells cells = new Cells(fleet);
    Mapped mapped =
        write.dryRun()
            ? cells.preview(cell, manifest, variables)
            : cells.map(cell, manifest, variables, write.reason());
    return new Line("cell " + cell, word(mapped.change()));
  }

  private static int rank(Definition definition) {
    return switch (definition) {
      case Definition.ResourceProfile _ -> 0;
      case Definition.Service _ -> 1;
      case Definition.Cell _ -> 2;
    };
  }

  private static String word(Enum<?> change) {
    return change.name().toLowerCase(Locale.ROOT);
  }
}
