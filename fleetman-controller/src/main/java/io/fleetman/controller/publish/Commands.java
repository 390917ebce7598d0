package io.fleetman.controller.publish;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.Profile;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.Version;
import io.fleetman.store.Precondition;
import io.fleetman.store.Read;
import io.fleetman.store.StoreException;
import io.fleetman.store.WriteResult;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything but publishing that a cell may be told. Each is one swap of its trigger. */
public final class Commands {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private final OpenFleet fleet;
  private final Triggers triggers;
  private final Marks marks;

  /** In this fleet. */
  public Commands(OpenFleet fleet) {
    this.fleet = fleet;
    this.triggers = new Triggers(fleet);
    this.marks = new Marks(fleet);
  }

  /**
   * Back to a snapshot.
   *
   * @param version null: the last that was healthy before the one that is asked for now
   */
  public Outcome rollback(CellRef cell, @Nullable Version version, @Nullable String reason) {
    Read<TriggerDocument> read = triggers.read(cell);
    TriggerDocument trigger = published(cell, read);
    CellDocument document = cell(cell);
    Version target =
        version == null
            ? new Healthy(fleet, marks).before(cell, document.manifest(), trigger)
            : version;
    if (version == null && wentBackByItself(trigger, triggers.status(cell), target)) {
      return new Outcome.There(
          cell,
          "cell "
              + cell
              + " went back to "
              + target
              + " by itself and is there; --to "
              + target
              + " deploys that anew",
          target);
    }
    if (trigger.retired().contains(target)
        || !(marks.read(cell, target).found().orElse(null)
            instanceof SnapshotMark.Snapshot snapshot)) {
      throw new Refusal.NotFound(
          "there is no version "
              + target
              + " on "
              + cell
              + ": see 'fleetman version list "
              + cell
              + "'");
    }
    Marks.refuseStranger(document, snapshot);
    if (target.equals(trigger.version()) && trigger.desired() == Desired.RUNNING) {
      return nothing(cell, trigger, "cell " + cell + " is told to be at " + target + " already");
    }
    return send(read, document, "rollback", Desired.RUNNING, target, true, false, reason);
  }

  /**
   * Has the version that is there deployed again, so that what was changed by hand is as it was.
   *
   * @throws Refusal if the node runs another version than it is told to
   */
  public Outcome repair(CellRef cell, @Nullable String reason) {
    return repair(cell, null, reason);
  }

  /**
   * The same, for whoever saw what was changed by hand.
   *
   * @param seen the id of the last command that it was seen after; null: whichever that is
   * @throws Refusal.Conflict if the cell was told something since
   */
  public Outcome repair(CellRef cell, @Nullable String seen, @Nullable String reason) {
    Read<TriggerDocument> read = triggers.read(cell);
    TriggerDocument trigger = published(cell, read);
    if (seen != null && !seen.equals(trigger.id())) {
      throw new Refusal.Conflict(
          "cell " + cell + " was told something since: what was changed by hand may be gone");
    }
    CellStatus status = triggers.status(cell);
    Version running = status == null ? null : status.running();
    if (running == null || !running.equals(trigger.version())) {
      throw new Refusal.Invalid(
          "cell "
              + cell
              + " is told to be at "
              + trigger.version()
              + " and is at "
              + (running == null ? "nothing" : running)
              + ": publish, or roll back, instead");
    }
    return send(read, cell(cell), "repair", trigger.desired(), running, true, false, reason);
  }

  /** Restarts what runs. */
  public Outcome restart(CellRef cell, @Nullable String reason) {
    Read<TriggerDocument> read = triggers.read(cell);
    TriggerDocument trigger = service(cell, read);
    if (trigger.desired() == Desired.STOPPED) {
      throw new Refusal.Invalid("cell " + cell + " is stopped: use 'fleetman start'");
    }
    return send(
        read, cell(cell), "restart", Desired.RUNNING, trigger.version(), false, true, reason);
  }

  /** Stops it; it stays installed. */
  public Outcome stop(CellRef cell, @Nullable String reason) {
    Read<TriggerDocument> read = triggers.read(cell);
    TriggerDocument trigger = service(cell, read);
    if (trigger.desired() == Desired.STOPPED && !failed(trigger, triggers.status(cell))) {
      return nothing(cell, trigger, "cell " + cell + " is told to be stopped already");
    }
    return send(read, cell(cell), "stop", Desired.STOPPED, trigger.version(), false, false, reason);
  }

  /** Starts what was stopped. */
  public Outcome start(CellRef cell, @Nullable String reason) {
    Read<TriggerDocument> read = triggers.read(cell);
    TriggerDocument trigger = service(cell, read);
    if (trigger.desired() == Desired.RUNNING && !failed(trigger, triggers.status(cell))) {
      return nothing(cell, trigger, "cell " + cell + " is told to run already");
    }
    return send(
        read, cell(cell), "start", Desired.RUNNING, trigger.version(), false, false, reason);
  }

  /**
   * Takes it off the node, but for its data folders, and frees its name. The trigger is read first,
   * then the cell's document says that it goes, then the trigger is swapped from what was read: so
   * whoever publishes at the same time is either overtaken or overtakes, and never publishes to a
   * cell that is gone. Where there is no trigger to swap yet, it is looked for once more, and
   * whoever writes the first one looks whether the cell is there still. If this stops half way,
   * doing it again finishes it.
   *
   * @throws Refusal.Conflict if the cell was told something else at the same time; it stays then
   */
  public Outcome remove(CellRef cell, @Nullable String reason) {
    Read<TriggerDocument> read = triggers.read(cell);
    Read<CellDocument> before = fleet.documents().read(Keys.cell(cell), CellDocument.class);
    CellDocument document = before.found().orElseThrow(() -> absent(cell));
    Precondition flagged =
        document.removed() ? null : flag(document, before.unchanged(), true, reason);
    fleet.passed(KillPoint.REMOVE_FLAGGED);
    if (read.found().isEmpty()) {
      read = triggers.read(cell);
    }
    TriggerDocument trigger = read.found().orElse(null);
    if (trigger == null) {
      return new Outcome.There(
          cell, "cell " + cell + " was never published: only its name is freed", null);
    }
    if (trigger.desired() == Desired.REMOVED && !failed(trigger, triggers.status(cell))) {
      return nothing(cell, trigger, "cell " + cell + " is told to be removed already");
    }
    try {
      return send(read, document, "remove", Desired.REMOVED, null, false, false, reason);
    } catch (Refusal.Conflict e) {
      if (flagged != null) {
        stays(document, flagged);
      }
      throw e;
    }
  }

  /** One command to several cells; one that fails does not stop the others. */
  public static List<Outcome> forAll(
      Collection<CellRef> cells, Function<CellRef, Outcome> command) {
    return Parallel.map(cells, cell -> attempt(cell, command));
  }

  static Outcome attempt(CellRef cell, Function<CellRef, Outcome> command) {
    try {
      return command.apply(cell);
    } catch (Refusal | StoreException | DocumentException e) {
      return new Outcome.Failed(cell, e);
    }
  }

  private Outcome send(
      Read<TriggerDocument> read,
      CellDocument cell,
      String command,
      Desired desired,
      @Nullable Version version,
      boolean deploy,
      boolean restart,
      @Nullable String reason) {
    return triggers.swap(
        cell.ref(),
        read,
        new Triggers.Wish(command, cell.uid(), desired, version, deploy, restart, reason, null),
        LOG::warn);
  }

  // What failed on its node is not tried again by itself; whoever says it again means it.
  private static boolean failed(TriggerDocument trigger, @Nullable CellStatus status) {
    return status != null
        && status.triggerId().equals(trigger.id())
        && status.state() == CellState.FAILED;
  }

  // The new release failed and the node went back to this one, so it is there, and healthy.
  private static boolean wentBackByItself(
      TriggerDocument trigger, @Nullable CellStatus status, Version target) {
    return status != null
        && status.triggerId().equals(trigger.id())
        && status.state() == CellState.ROLLED_BACK
        && target.equals(status.running());
  }

  /** Says in the cell's document whether it goes; what the next to write it has to find there. */
  private Precondition flag(
      CellDocument cell, Precondition unchanged, boolean removed, @Nullable String reason) {
    CellDocument next =
        new CellDocument(
            cell.node(),
            cell.cell(),
            cell.uid(),
            cell.manifest(),
            cell.variables(),
            cell.drift(),
            removed,
            fleet.author(reason));
    return switch (fleet
        .documents()
        .write(Keys.cell(cell.ref()), next, CellDocument.class, unchanged)) {
      case WriteResult.Written<CellDocument>(var etag) -> Precondition.matches(etag);
      case WriteResult.Lost<CellDocument> _ ->
          throw new Refusal.Conflict(
              "cell "
                  + cell.ref()
                  + " was changed by somebody else at the same time: look at it, then try again");
    };
  }

  private void stays(CellDocument cell, Precondition flagged) {
    try {
      var _ = flag(cell, flagged, false, "not removed: it was told something else meanwhile");
    } catch (Refusal.Conflict e) {
      // somebody made it anew meanwhile, or removed it: theirs stands
      LOG.debug("{} was changed since it was flagged", cell.ref());
    }
  }

  private Outcome nothing(CellRef cell, TriggerDocument trigger, String why) {
    triggers.ringIfUnheard(cell, trigger, LOG::warn);
    return new Outcome.NothingToDo(
        cell, why, trigger.version(), trigger.id(), Publisher.sequence(trigger));
  }

  private TriggerDocument published(CellRef cell, Read<TriggerDocument> read) {
    return read.found()
        .filter(t -> t.desired() != Desired.REMOVED)
        .orElseThrow(
            () ->
                new Refusal.Invalid(
                    "nothing is published to " + cell + ": use 'fleetman publish'"));
  }

  private TriggerDocument service(CellRef cell, Read<TriggerDocument> read) {
    TriggerDocument trigger = published(cell, read);
    CellStatus status = triggers.status(cell);
    if (status != null && status.profile() == Profile.DEPLOY) {
      throw new Refusal.Invalid(
          "cell " + cell + " is files only, nothing runs: publish again, or remove it");
    }
    return trigger;
  }

  private CellDocument cell(CellRef cell) {
    return fleet
        .documents()
        .read(Keys.cell(cell), CellDocument.class)
        .found()
        .filter(c -> !c.removed())
        .orElseThrow(() -> absent(cell));
  }

  private static Refusal absent(CellRef cell) {
    return new Refusal.NotFound(
        "there is no cell " + cell + ": see 'fleetman status' for those there are");
  }
}
