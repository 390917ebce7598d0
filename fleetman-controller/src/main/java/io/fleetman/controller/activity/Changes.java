package io.fleetman.controller.activity;

import io.fleetman.document.AuditDocument.Change;
import io.fleetman.document.AuditDocument.Done;
import io.fleetman.document.FleetObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an operation has changed so far. Safe for several threads. */
final class Changes {
  private final Map<FleetObject, Done> changes = new TreeMap<>();

  /** A put to this key was done, or may have been. */
  synchronized void put(String key, boolean fresh) {
    Named.put(key)
        .ifPresent(
            object -> changes.merge(object, fresh ? Done.CREATED : Done.CHANGED, Changes::both));
  }

  /** A delete of this key was done, or may have been. */
  synchronized void deleted(String key) {
    Named.deleted(key).ifPresent(object -> changes.merge(object, of(key), Changes::both));
  }

  /** Everything since the last call. */
  synchronized List<Change> take() {
    List<Change> taken = new ArrayList<>();
    changes.forEach((object, done) -> taken.add(new Change(object, done)));
    changes.clear();
    return taken;
  }

  // Only what stands for the whole of an object takes the object away with it.
  private static Done of(String key) {
    return Named.put(key).isPresent() || key.startsWith("audit/") ? Done.DELETED : Done.CHANGED;
  }

  private static Done both(Done first, Done second) {
    return first == Done.CREATED && second == Done.CHANGED ? Done.CREATED : second;
  }
}
