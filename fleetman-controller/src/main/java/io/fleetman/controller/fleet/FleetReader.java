package io.fleetman.controller.fleet;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.HistoryDocument;
import io.fleetman.layout.CellRef;
import java.util.List;

/**
 * Reads the fleet. Keep one: it remembers documents by their ETag, so that a second reading costs
 * listings and what has changed. Safe for several threads.
 */
public final class FleetReader {
  private final OpenFleet fleet;

  /** Of this fleet. */
  public FleetReader(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /** The fleet now; documents that cannot be read are shown as such. */
  public FleetView read() {
    throw new UnsupportedOperationException(fleet.by());
  }

  /** What came of a cell's commands, newest first. */
  public List<HistoryDocument> history(CellRef cell, int limit) {
    throw new UnsupportedOperationException();
  }
}
