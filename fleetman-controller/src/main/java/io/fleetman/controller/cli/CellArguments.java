package io.fleetman.controller.cli;

import io.fleetman.controller.cell.CellSelector;
import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.CellDocument;
import io.fleetman.layout.CellRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which cells a command is about. */
final class CellArguments {
  @Parameters(
      arity = "0..*",
      paramLabel = "CELL",
      description = "NODE/CELL, or CELL on all its nodes.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--manifest",
      paramLabel = "MANIFEST",
      description = "All cells of this manifest; with CELL, those of them that are.")
  private @Nullable String manifest;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "LABEL=VALUE",
      description = "Only cells on nodes with this label; may be given several times.")
  private List<String> labels = new ArrayList<>();

  /** Whether anything was said. */
  boolean isEmpty() {
    return names.isEmpty() && manifest == null && labels.isEmpty();
  }

  /** The cells, at least one. */
  List<CellRef> resolve(OpenFleet fleet) {
    return resolve(fleet, names, manifest, labels);
  }

  /** For commands with an argument before the cells. */
  static List<CellRef> resolve(
      OpenFleet fleet, List<String> names, @Nullable String manifest, List<String> labels) {
    CellSelector selector = CellSelector.parse(names, manifest, labels);
    return new Cells(fleet).select(selector).stream().map(CellDocument::ref).toList();
  }
}
