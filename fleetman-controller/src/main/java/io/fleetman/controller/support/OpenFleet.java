package io.fleetman.controller.support;

import io.fleetman.document.Author;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.Ids;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A fleet that may be worked on: what every operation needs and nothing more.
 *
 * @param documents its documents
 * @param clock this machine's; for ids and for what is shown, never compared with a node's
 * @param ids makes a fresh id at a time
 * @param by who acts: user and host, or the portal's user
 * @param killPoints told of every step that a change has behind it
 */
public record OpenFleet(
    DocumentStore documents,
    InstantSource clock,
    Function<Instant, String> ids,
    String by,
    KillPoints killPoints) {
  /** With ids that are unique everywhere, and nobody who is told of steps. */
  public OpenFleet(DocumentStore documents, InstantSource clock, String by) {
    this(documents, clock, by, KillPoints.none());
  }

  /** With ids that are unique everywhere. */
  public OpenFleet(DocumentStore documents, InstantSource clock, String by, KillPoints killPoints) {
    this(documents, clock, Ids::next, by, killPoints);
  }

  /** A step of a change is done. */
  public void passed(KillPoint point) {
    killPoints.passed(point);
  }

  /** The store underneath. */
  public ObjectStore objects() {
    return documents.objects();
  }

  /** A fresh id. */
  public String newId() {
    return ids.apply(clock.instant());
  }

  /** Whoever acts, now. */
  public Author author(@Nullable String reason) {
    return new Author(by, clock.instant(), reason);
  }
}
