package io.fleetman.controller.publish;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.CellState;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import io.fleetman.store.ListPage;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which version was healthy before. */
final class Healthy {
  private static final Logger LOG = LoggerFactory.getLogger(Healthy.class);
  private static final int LOOKED_AT = 100;

  private final OpenFleet fleet;
  private final Marks marks;

  Healthy(OpenFleet fleet, Marks marks) {
    this.fleet = fleet;
    this.marks = marks;
  }

  /**
   * A version that was healthy.
   *
   * @param history key of the history that says so
   */
  record Last(Version version, String history) {}

  private record Said(String key, HistoryDocument history) {}

  /**
   * The last version that a node said was healthy, other than the one that the trigger names, and
   * that still exists; of this manifest alone, for a cell may have been made anew for another.
   */
  Version before(CellRef cell, ManifestId manifest, TriggerDocument trigger) {
    return find(cell, manifest, trigger)
        .map(Last::version)
        .orElseThrow(
            () ->
                new Refusal.NotFound(
                    "there is no earlier version on "
                        + cell
                        + " that was healthy: name one, see 'fleetman version list "
                        + cell
                        + "'"));
  }

  /**
   * The same, if there is one, and how that is known. Histories and marks that cannot be read are
   * passed over.
   *
   * @param manifest null for any
   */
  Optional<Last> find(CellRef cell, @Nullable ManifestId manifest, TriggerDocument trigger) {
    List<String> keys =
        Listing.level(fleet.objects(), Keys.history(cell)).objects().stream()
            .filter(e -> KeyParser.parse(e.key()).orElse(null) instanceof KnownKey.History)
            .sorted(Comparator.comparing(ListPage.Entry::lastModified).reversed())
            .limit(LOOKED_AT)
            .map(ListPage.Entry::key)
            .toList();
    Set<Version> seen = new HashSet<>();
    return Parallel.map(keys, this::said).stream()
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing((Said s) -> s.history().endedAt()).reversed())
        .flatMap(Healthy::last)
        .filter(l -> !l.version().equals(trigger.version()))
        .filter(l -> !trigger.retired().contains(l.version()))
        .filter(l -> seen.add(l.version())) // each mark is read once
        .filter(l -> isWhole(cell, manifest, l.version()))
        .findFirst();
  }

  private boolean isWhole(CellRef cell, @Nullable ManifestId manifest, Version version) {
    try {
      return marks.read(cell, version).found().orElse(null) instanceof SnapshotMark.Snapshot s
          && (manifest == null || manifest.equals(s.manifest()));
    } catch (DocumentException e) {
      LOG.debug("passed over: {}", e.getMessage());
      return false;
    }
  }

  private Optional<Said> said(String key) {
    try {
      return fleet.documents().read(key, HistoryDocument.class).found().map(h -> new Said(key, h));
    } catch (DocumentException e) {
      LOG.debug("passed over: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static Stream<Last> last(Said said) {
    HistoryDocument history = said.history();
    boolean healthy = history.state() == CellState.RUNNING || history.state() == CellState.DEPLOYED;
    Version running = history.running();
    return healthy && running != null ? Stream.of(new Last(running, said.key())) : Stream.empty();
  }
}
