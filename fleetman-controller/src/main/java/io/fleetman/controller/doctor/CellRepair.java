package io.fleetman.controller.doctor;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.Version;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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
    Objects.requireNonNull(inventory.cells().get(cell))
        .versions
        .forEach(
            (version, bytes) -> {
              if (bytes.settled()) {
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
      fleet.objects().deleteAll(litter);
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

  private boolean abort(String key, Version version, Read<SnapshotMark> read) {
    SnapshotMark aborted =
        new SnapshotMark.Aborted(version, fleet.author("cleaned up by the doctor"));
    return fleet.documents().replace(key, aborted, SnapshotMark.class, read)
        instanceof WriteResult.Written<SnapshotMark>;
  }
}
