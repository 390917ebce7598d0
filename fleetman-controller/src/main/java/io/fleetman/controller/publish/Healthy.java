package io.fleetman.controller.publish;

import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.CellState;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.Version;
import io.fleetman.store.ListPage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which version was healthy before. */
final class Healthy {
  private static final int LOOKED_AT = 100;

  private final OpenFleet fleet;
  private final Marks marks;

  Healthy(OpenFleet fleet, Marks marks) {
    this.fleet = fleet;
    this.marks = marks;
  }

  /**
   * The last version that a node said was healthy, other than the one that the trigger names, and
   * that still exists.
   */
  Version before(CellRef cell, TriggerDocument trigger) {
    return find(cell, trigger)
        .orElseThrow(
            () ->
                new Refusal.NotFound(
                    "there is no earlier version on "
                        + cell
                        + " that was healthy: name one, see 'fleetman version list "
                        + cell
                        + "'"));
  }

  /** The same, if there is one. */
  Optional<Version> find(CellRef cell, TriggerDocument trigger) {
    List<String> keys =
        Listing.level(fleet.objects(), Keys.history(cell)).objects().stream()
            .sorted(Comparator.comparing(ListPage.Entry::lastModified).reversed())
            .limit(LOOKED_AT)
            .map(ListPage.Entry::key)
            .toList();
    return Parallel.map(keys, k -> fleet.documents().read(k, HistoryDocument.class).found())
        .stream()
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(HistoryDocument::endedAt).reversed())
        .filter(h -> h.state() == CellState.RUNNING || h.state() == CellState.DEPLOYED)
        .map(HistoryDocument::running)
        .flatMap(v -> Optional.ofNullable(v).stream())
        .filter(v -> !v.equals(trigger.version()) && !trigger.retired().contains(v))
        .distinct()
        .filter(v -> marks.read(cell, v).found().orElse(null) instanceof SnapshotMark.Snapshot)
        .findFirst();
  }
}
