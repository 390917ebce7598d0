package io.fleetman.controller.activity;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.AuditDocument;
import io.fleetman.document.AuditDocument.Change;
import io.fleetman.document.Author;
import io.fleetman.document.FleetObject;
import io.fleetman.layout.Ids;
import io.fleetman.layout.Keys;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.StoreException;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records what one operation changes. Operations work on {@link #fleet}, which is the given fleet
 * under watch; {@link #record} writes down what they did, whatever came of them.
 */
public final class Recorder {
  private final OpenFleet inner;
  private final OpenFleet watched;
  private final AuditDocument.Via via;
  private final Changes changes = new Changes();
  private final List<Change> unwritten = new ArrayList<>();

  /** Of operations on this fleet, by whoever acts there. */
  public Recorder(OpenFleet fleet, AuditDocument.Via via) {
    this.inner = fleet;
    this.via = via;
    this.watched =
        new OpenFleet(
            new DocumentStore(new WatchedStore(fleet.objects(), changes)),
            fleet.clock(),
            fleet.by(),
            fleet.killPoints());
  }

  /** The fleet to work on. */
  public OpenFleet fleet() {
    return watched;
  }

  /** The objects that were changed and are not yet written down. */
  public synchronized List<FleetObject> changed() {
    unwritten.addAll(changes.take());
    return unwritten.stream().map(Change::object).toList();
  }

  /**
   * Writes down what was changed since the last call; nothing if nothing was. Never fails: the
   * change stands, recorded or not.
   *
   * @param operation what was asked for
   * @param reason why; null if not said
   * @param failure what went wrong; null if nothing did
   * @return why it could not be recorded, a sentence; empty if it was, or nothing was to be
   */
  public synchronized Optional<String> record(
      String operation, @Nullable String reason, @Nullable String failure) {
    unwritten.addAll(changes.take());
    if (unwritten.isEmpty()) {
      return Optional.empty();
    }
    String id = Ids.ordered(inner.clock().instant());
    AuditDocument entry =
        new AuditDocument(
            id,
            operation,
            via,
            unwritten,
            failure,
            new Author(inner.by(), inner.clock().instant(), reason));
    try {
      return switch (inner.documents().create(Keys.audit(id), entry, AuditDocument.class)) {
        case WriteResult.Written<AuditDocument> _ -> {
          unwritten.clear();
          yield Optional.empty();
        }
        case WriteResult.Lost<AuditDocument> _ ->
            Optional.of("there is a change of that id: " + id);
      };
    } catch (StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
