package io.fleetman.controller.cell;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.CellDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The fleet's cells. */
public final class Cells {
  private final OpenFleet fleet;

  /** Of this fleet. */
  public Cells(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Maps a manifest onto a node, or changes the cell's variables. A removed cell is made anew.
   *
   * @throws io.fleetman.controller.support.Refusal if the name is another manifest's
   */
  public Mapped map(
      CellRef cell,
      ManifestId manifest,
      SortedMap<String, String> variables,
      @Nullable String reason) {
    throw new UnsupportedOperationException(fleet.by());
  }

  /** What {@link #map} would do. The uid of a cell that does not exist yet is a placeholder. */
  public Mapped preview(CellRef cell, ManifestId manifest, SortedMap<String, String> variables) {
    throw new UnsupportedOperationException();
  }

  /** All that are not removed, by node and id. */
  public List<CellDocument> list() {
    throw new UnsupportedOperationException();
  }

  /** One of them, removed or not, if it exists. */
  public Optional<CellDocument> find(CellRef cell) {
    throw new UnsupportedOperationException();
  }

  /** One that is not removed. */
  public CellDocument get(CellRef cell) {
    throw new UnsupportedOperationException();
  }

  /**
   * The cells that are selected, by node and id; labels come from the nodes' reports, which are
   * read only if the selector asks for labels.
   *
   * @throws io.fleetman.controller.support.Refusal if there is none
   */
  public List<CellDocument> select(CellSelector selector) {
    throw new UnsupportedOperationException();
  }

  /** Each node's labels, as it reported them. */
  public Map<NodeId, SortedMap<String, String>> labels() {
    throw new UnsupportedOperationException();
  }
}
