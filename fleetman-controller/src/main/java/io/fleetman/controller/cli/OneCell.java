package io.fleetman.controller.cli;

import io.fleetman.controller.cell.CellSelector;
import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.CellDocument;
import io.fleetman.layout.CellRef;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The one cell that a command is about. */
final class OneCell {
  @Parameters(
      index = "0",
      paramLabel = "CELL",
      description = "NODE/CELL, or CELL if it is on one node alone.")
  private @Nullable String name;

  /**
   * The cell. With its node it may be one that was removed; without, it is one of those there are.
   *
   * @throws Refusal if the name is not valid, nobody's, or several cells'
   */
  CellRef resolve(OpenFleet fleet) {
    String given = Objects.requireNonNull(name, "picocli requires it");
    CellSelector selector = CellSelector.parse(List.of(given), null, List.of());
    if (selector.names().getFirst() instanceof CellSelector.Name.One(var cell)) {
      return cell;
    }
    List<CellRef> cells =
        new Cells(fleet).select(selector).stream().map(CellDocument::ref).toList();
    if (cells.size() > 1) {
      throw new Refusal.Invalid(
          given
              + " is on several nodes: say which one is meant, "
              + cells.stream().map(CellRef::toString).collect(Collectors.joining(" or ")));
    }
    return cells.getFirst();
  }
}
