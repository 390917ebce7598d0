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

/** The options that say which cells a command is about; their names are arguments. */
abstract class CellFilter {
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

  /** The cells' names as they were given. */
  abstract List<String> names();

  /** Whether anything was said. */
  final boolean isEmpty() {
    return names().isEmpty() && manifest == null && labels.isEmpty();
  }

  /** The cells, at least one. */
  final List<CellRef> resolve(OpenFleet fleet) {
    return resolve(fleet, Cells.Which.PRESENT);
  }

  /** The same among more cells, if that is meant. */
  final List<CellRef> resolve(OpenFleet fleet, Cells.Which which) {
    CellSelector selector = CellSelector.parse(names(), manifest, labels);
    return new Cells(fleet).select(selector, which).stream().map(CellDocument::ref).toList();
  }
}
