package io.fleetman.controller.publish;

import io.fleetman.controller.support.Bell;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.Author;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.TriggerDocument;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.Version;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one routine that swaps a trigger, and rings the doorbell. */
final class Triggers {
  private final OpenFleet fleet;

  Triggers(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * What a cell is to be from now on.
   *
   * @param command in words, for the outcome
   * @param cellUid the cell's
   * @param newDeploy whether the node is to deploy, though it may have that version
   * @param newRestart whether the node is to restart what runs
   * @param id of the command; null for a fresh one
   */
  record Wish(
      String command,
      String cellUid,
      Desired desired,
      @Nullable Version version,
      boolean newDeploy,
      boolean newRestart,
      @Nullable String reason,
      @Nullable String id) {}

  Read<TriggerDocument> read(CellRef cell) {
    return fleet.documents().read(Keys.trigger(cell), TriggerDocument.class);
  }

  @Nullable CellStatus status(CellRef cell) {
    return fleet.documents().read(Keys.status(cell), CellStatus.class).found().orElse(null);
  }

  /**
   * Swaps the trigger from exactly what was read before anything else was (invariant 3).
   *
   * @throws Refusal.Conflict if somebody else was first (invariant 7)
   */
  Outcome.Sent swap(CellRef cell, Read<TriggerDocument> read, Wish wish, Consumer<String> notes) {
    TriggerDocument before = read.found().orElse(null);
    String id = Objects.requireNonNullElseGet(wish.id(), fleet::newId);
    String deployId = wish.newDeploy() || before == null ? id : before.deployId();
    String restartId = wish.newRestart() ? id : before == null ? null : before.restartId();
    long sequence = nextSequence(before, status(cell));
    TriggerDocument next =
        new TriggerDocument(
            sequence,
            id,
            wish.cellUid(),
            wish.desired(),
            wish.version(),
            deployId,
            restartId,
            before == null ? List.of() : before.retired(),
            recent(before, id),
            fleet.author(wish.reason()));
    write(cell, read, next, id);
    fleet.passed(KillPoint.PUBLISH_TRIGGERED);
    ring(cell, notes);
    return new Outcome.Sent(cell, wish.command(), wish.version(), id, sequence);
  }

  /**
   * Rings again for a trigger that stands, unless its node has heard of it: whoever wrote it may
   * have died before it rang.
   */
  void ringIfUnheard(CellRef cell, TriggerDocument trigger, Consumer<String> notes) {
    CellStatus status = status(cell);
    if (status == null || !status.triggerId().equals(trigger.id())) {
      ring(cell, notes);
    }
  }

  /**
   * Adds a retired version and changes nothing else: the node sees the same command as before.
   *
   * @param others those retired before that the trigger has to go on naming
   */
  void retire(CellRef cell, Read<TriggerDocument> read, List<Version> others, Version version) {
    TriggerDocument before = read.found().orElse(null);
    String id = fleet.newId();
    List<Version> retired = new ArrayList<>(others);
    retired.add(version);
    TriggerDocument next =
        before == null
            // never published: a place for the retired name, which asks nothing of the node
            ? new TriggerDocument(
                nextSequence(null, status(cell)),
                id,
                null,
                Desired.REMOVED,
                null,
                id,
                null,
                retired,
                List.of(id),
                fleet.author("version " + version + " deleted"))
            : new TriggerDocument(
                before.sequence(),
                before.id(),
                before.cellUid(),
                before.desired(),
                before.version(),
                before.deployId(),
                before.restartId(),
                retired,
                recent(before, id),
                before.author());
    write(cell, read, next, id);
  }

  private void write(
      CellRef cell, Read<TriggerDocument> read, TriggerDocument next, String commandId) {
    switch (fleet.documents().replace(Keys.trigger(cell), next, TriggerDocument.class, read)) {
      case WriteResult.Written<TriggerDocument> _ -> {}
      case WriteResult.Lost<TriggerDocument> lost -> {
        TriggerDocument current = lost.current().found().orElse(null);
        if (current == null || !current.recent().contains(commandId)) {
          throw new Refusal.Conflict(
              "cell "
                  + cell
                  + " was told something else at the same time"
                  + by(current == null ? null : current.author())
                  + ": look at it, then try again");
        }
      }
    }
  }

  private void ring(CellRef cell, Consumer<String> notes) {
    Bell.ring(fleet, cell.node(), notes); // not heard, the node's next full scan finds it
  }

  private static long nextSequence(@Nullable TriggerDocument trigger, @Nullable CellStatus status) {
    long handled = status == null ? 0 : status.sequence();
    Long written = trigger == null ? Long.valueOf(0) : trigger.sequence();
    // a trigger by hand stands for the one after the last that was handled
    return Math.max(written == null ? handled + 1 : written, handled) + 1;
  }

  private static List<String> recent(@Nullable TriggerDocument before, String id) {
    List<String> recent = new ArrayList<>(before == null ? List.of() : before.recent());
    if (before != null && !recent.contains(before.id())) {
      recent.add(before.id()); // by hand
    }
    recent.add(id);
    int surplus = recent.size() - TriggerDocument.RECENT;
    return surplus > 0 ? recent.subList(surplus, recent.size()) : recent;
  }

  private static String by(@Nullable Author author) {
    return author == null ? "" : " by " + author.by();
  }
}
