package io.fleetman.controller.publish;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.GetResult;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes a snapshot: all copies first, the commit mark last (invariant 2). */
final class SnapshotMaker {
  private final OpenFleet fleet;
  private final PublishListener listener;
  private final int copiesAtOnce;

  SnapshotMaker(OpenFleet fleet, PublishListener listener, int copiesAtOnce) {
    this.fleet = fleet;
    this.listener = listener;
    this.copiesAtOnce = copiesAtOnce;
  }

  /**
   * Makes it; if somebody else commits the same at the same time, theirs is it.
   *
   * @throws Refusal.Conflict if somebody else committed something else, or cleaned up
   * @throws io.fleetman.store.StoreException if a copy failed; then there is no mark
   */
  Version make(SnapshotPlan plan, Marks.Place.Free place) {
    CellRef cell = plan.cell().ref();
    plan.checkTemplates(bodies(plan));
    SortedMap<RelativePath, TreeEntry> copied = copy(plan, place.version());
    fleet.passed(KillPoint.PUBLISH_COPIED);
    SnapshotMark mark = plan.mark(place.version(), copied, fleet.author(null));
    String key = Keys.snapshot(cell, place.version());
    if (fleet.documents().replace(key, mark, SnapshotMark.class, place.read())
        instanceof WriteResult.Lost<SnapshotMark> lost) {
      boolean same =
          lost.current().found().orElse(null) instanceof SnapshotMark.Snapshot winner
              && winner.inputs().equals(plan.inputs());
      if (!same) {
        throw new Refusal.Conflict(
            "version "
                + place.version()
                + " of "
                + cell
                + " was made or cleaned up by somebody else at the same time: publish again");
      }
    }
    return place.version();
  }

  private SortedMap<RelativePath, TreeEntry> copy(SnapshotPlan plan, Version version) {
    CellRef cell = plan.cell().ref();
    String attempt = fleet.newId();
    SortedMap<RelativePath, TreeEntry> copied = new TreeMap<>(plan.files());
    copied.replaceAll(
        (path, entry) ->
            entry.key() == null
                ? entry
                : entry.at(Keys.snapshotFile(cell, version, attempt, path)));
    List<Map.Entry<RelativePath, TreeEntry>> sources = new ArrayList<>();
    for (var file : plan.files().entrySet()) {
      if (file.getValue().key() != null) {
        sources.add(file);
      }
    }
    listener.copying(cell, version, sources.size());
    Parallel.forEach(
        sources,
        copiesAtOnce,
        source -> {
          String from = source.getValue().key();
          if (from != null) {
            fleet.objects().copy(from, Keys.snapshotFile(cell, version, attempt, source.getKey()));
            listener.copied(cell);
            fleet.passed(KillPoint.PUBLISH_COPYING);
          }
        });
    return copied;
  }

  private Map<RelativePath, byte[]> bodies(SnapshotPlan plan) {
    Map<RelativePath, byte[]> bodies = new TreeMap<>();
    for (RelativePath path : plan.templates()) {
      TreeEntry entry = plan.files().get(path);
      String key = entry == null ? null : entry.key();
      if (key != null && fleet.objects().get(key) instanceof GetResult.Found found) {
        bodies.put(path, found.body());
      }
    }
    return bodies;
  }
}
