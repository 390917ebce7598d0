package io.fleetman.controller.doctor;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Sweep;
import io.fleetman.document.OverridesDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Cleans up after publishers that died. What was listed before is deleted, and only once no
 * publisher can commit it any more (invariant 4).
 */
final class CellRepair {
  private final OpenFleet fleet;
  private final Inventory inventory;

  CellRepair(OpenFleet fleet, Inventory inventory) {
    this.fleet = fleet;
    this.inventory = inventory;
  }

  List<String> repair(CellRef cell) {
    List<String> done = new ArrayList<>();
    Inventory.OfCell keys = Objects.requireNonNull(inventory.cells().get(cell));
    if (!keys.overrides.keys.isEmpty() && keys.overrides.settled()) {
      overrides(cell, keys.overrides, done);
    }
    keys.versions.forEach(
        (version, bytes) -> {
          if (!bytes.keys.isEmpty() && bytes.settled()) {
            version(cell, version, bytes, done);
          }
        });
    return done;
  }

  private void version(CellRef cell, Version version, Inventory.Bytes bytes, List<String> done) {
    String key = Keys.snapshot(cell, version);
    Read<SnapshotMark> read;
    try {
      read = fleet.documents().read(key, SnapshotMark.class);
    } catch (DocumentException e) {
      done.add(key + " is left alone, for it cannot be read");
      return;
    }
    List<String> litter =
        switch (read.found().orElse(null)) {
          // committed for good, or deleted for good: nobody can make these bytes count any more
          case SnapshotMark.Snapshot s -> bytes.unnamed(CellExam.keys(s.files().values()));
          case SnapshotMark.Deleted _ -> bytes.unnamed(Set.of());
          case SnapshotMark.Aborted _ ->
              abort(key, version, read) ? bytes.unnamed(Set.of()) : List.of();
          case null -> abort(key, version, read) ? bytes.unnamed(Set.of()) : List.of();
        };
    if (!litter.isEmpty()) {
      fleet.passed(KillPoint.REPAIR_CLAIMED);
      Sweep.delete(fleet, litter, KillPoint.REPAIR_SWEEPING);
      done.add(
          "version "
              + version
              + " of "
              + cell
              + ": deleted "
              + litter.size()
              + " objects that nothing names");
    }
  }

  /**
   * Whoever is setting an override has put its bytes and is about to name them: once the index is
   * swapped, that can no longer be, and what was listed and is not named is nobody's.
   */
  private void overrides(CellRef cell, Inventory.Bytes bytes, List<String> done) {
    String key = Keys.overrides(cell);
    Read<OverridesDocument> read;
    try {
      read = fleet.documents().read(key, OverridesDocument.class);
    } catch (DocumentException e) {
      done.add(key + " is left alone, for it cannot be read");
      return;
    }
    OverridesDocument old = read.found().orElse(null);
    SortedMap<RelativePath, TreeEntry> files = old == null ? new TreeMap<>() : old.files();
    List<String> litter = bytes.unnamed(CellExam.keys(files.values()));
    if (litter.isEmpty()) {
      return;
    }
    OverridesDocument touched =
        new OverridesDocument(
            files,
            old == null ? null : old.cellUid(),
            fleet.newId(),
            fleet.author("cleaned up by the doctor"));
    if (fleet.documents().replace(key, touched, OverridesDocument.class, read)
        instanceof WriteResult.Lost<OverridesDocument>) {
      return;
    }
    fleet.passed(KillPoint.REPAIR_CLAIMED);
    Sweep.delete(fleet, litter, KillPoint.REPAIR_SWEEPING);
    done.add("overrides of " + cell + ": deleted " + litter.size() + " objects that nothing names");
  }

  private boolean abort(String key, Version version, Read<SnapshotMark> read) {
    SnapshotMark aborted =
        new SnapshotMark.Aborted(version, fleet.author("cleaned up by the doctor"));
    return fleet.documents().replace(key, aborted, SnapshotMark.class, read)
        instanceof WriteResult.Written<SnapshotMark>;
  }
}
