package io.fleetman.controller.publish;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Sweep;
import io.fleetman.document.Author;
import io.fleetman.document.CellStatus;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.document.TriggerDocument;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.Version;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The snapshots of a cell. */
public final class Versions {
  /** How many retired versions a trigger names before those that are deleted are left out. */
  static final int RETIRED = 64;

  private final OpenFleet fleet;
  private final Triggers triggers;
  private final Marks marks;

  /** In this fleet. */
  public Versions(OpenFleet fleet) {
    this.fleet = fleet;
    this.triggers = new Triggers(fleet);
    this.marks = new Marks(fleet);
  }

  /** What stands at a version's mark. */
  public enum State {
    /** Whole: may be published. */
    COMMITTED,
    /** Deleted: its name stays taken. */
    DELETED,
    /** Cleaned up after it was left half made: its name may be used. */
    ABORTED,
    /** No mark: being made, or left half made. */
    UNFINISHED,
    /** A mark that cannot be read. */
    UNREADABLE
  }

  /**
   * One of them.
   *
   * @param deployment what it was made from; null unless committed
   * @param files how many; 0 unless committed
   * @param bytes of all files; 0 unless committed
   * @param desired whether the trigger names it
   * @param running whether the node says it is active
   * @param author who made or deleted it; null if not known
   */
  public record VersionInfo(
      Version version,
      State state,
      @Nullable Version deployment,
      int files,
      long bytes,
      boolean desired,
      boolean running,
      @Nullable Author author) {}

  /** One of them, and the store's time of its mark; epoch if there is none that can be read. */
  private record Dated(VersionInfo info, Instant written) {
    private Instant at() {
      Author author = info.author();
      return author == null ? Instant.EPOCH : author.at();
    }
  }

  // By the store's clock: operators' machines have each their own. It counts whole seconds, and who
  // writes twice in one is mostly one machine.
  private static final Comparator<Dated> NEWEST_FIRST =
      Comparator.comparing(Dated::written)
          .thenComparing(Dated::at)
          .thenComparing(d -> d.info().version())
          .reversed();

  /** All of a cell's versions, newest first by the store's clock; those without a mark last. */
  public List<VersionInfo> list(CellRef cell) {
    TriggerDocument trigger = triggers.read(cell).found().orElse(null);
    CellStatus status = triggers.status(cell);
    Version desired = trigger == null ? null : trigger.version();
    Version running = status == null ? null : status.running();
    List<Version> versions = Listing.level(fleet.objects(), Keys.versions(cell)).versions();
    return Parallel.map(versions, v -> dated(cell, v, v.equals(desired), v.equals(running)))
        .stream()
        .sorted(NEWEST_FIRST)
        .map(Dated::info)
        .toList();
  }

  /**
   * One that is whole.
   *
   * @throws Refusal.NotFound if there is none of that name
   */
  public SnapshotMark.Snapshot get(CellRef cell, Version version) {
    if (marks.read(cell, version).found().orElse(null) instanceof SnapshotMark.Snapshot snapshot) {
      return snapshot;
    }
    throw absent(cell, version);
  }

  private static Refusal absent(CellRef cell, Version version) {
    return new Refusal.NotFound(
        "there is no version "
            + version
            + " on "
            + cell
            + ": see 'fleetman version list "
            + cell
            + "'");
  }

  /**
   * Deletes a version (invariant 3): retired in the trigger, its mark swapped, then its keys. If it
   * stops half way, doing it again finishes it.
   *
   * @throws Refusal if the trigger names it, the node runs it, or there is none
   */
  public void delete(CellRef cell, Version version, @Nullable String reason) {
    Read<TriggerDocument> read = triggers.read(cell);
    TriggerDocument trigger = read.found().orElse(null);
    Read<SnapshotMark> mark = marks.read(cell, version);
    if (mark.found().orElse(null) instanceof SnapshotMark.Deleted && sweepRest(cell, version)) {
      return;
    }
    if (!(mark.found().orElse(null) instanceof SnapshotMark.Snapshot snapshot)) {
      throw absent(cell, version);
    }
    if (trigger != null && version.equals(trigger.version())) {
      throw new Refusal.Invalid(
          "version " + version + " is what " + cell + " is told to be: publish another first");
    }
    CellStatus status = triggers.status(cell);
    if (status != null && version.equals(status.running())) {
      throw new Refusal.Invalid(
          "version " + version + " is what runs on " + cell + ": publish another first");
    }
    if (trigger == null || !trigger.retired().contains(version)) {
      List<Version> before = trigger == null ? List.of() : trigger.retired();
      triggers.retire(cell, read, stillNamed(cell, before), version);
    }
    fleet.passed(KillPoint.DELETE_RETIRED);
    SnapshotMark deleted = new SnapshotMark.Deleted(version, fleet.author(reason));
    if (fleet.documents().replace(Keys.snapshot(cell, version), deleted, SnapshotMark.class, mark)
        instanceof WriteResult.Lost<SnapshotMark>) {
      throw new Refusal.Conflict(
          "version " + version + " of " + cell + " was changed at the same time: try again");
    }
    fleet.passed(KillPoint.DELETE_MARKED);
    String own = Keys.snapshotFolder(cell, version);
    Sweep.delete(
        fleet,
        snapshot.files().values().stream()
            .flatMap(entry -> Stream.ofNullable(entry.key()))
            .filter(key -> key.startsWith(own)) // a mark by hand may name bytes of others
            .toList(),
        KillPoint.DELETE_SWEEPING);
  }

  // A trigger that named all that was ever deleted would grow for ever. Whoever reads one that does
  // not name a version any more reads its mark after that, and finds it deleted; whoever read the
  // trigger before cannot swap it.
  private List<Version> stillNamed(CellRef cell, List<Version> retired) {
    if (retired.size() < RETIRED) {
      return retired;
    }
    return Parallel.map(retired, v -> Map.entry(v, marks.read(cell, v).found())).stream()
        .filter(e -> !(e.getValue().orElse(null) instanceof SnapshotMark.Deleted))
        .map(Map.Entry::getKey)
        .toList();
  }

  // The mark says that it is deleted, so nobody can make these bytes count any more: whoever
  // swapped
  // it was cut short.
  private boolean sweepRest(CellRef cell, Version version) {
    List<String> rest = new ArrayList<>();
    for (var entry : Listing.all(fleet.objects(), Keys.snapshotFolder(cell, version)).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.SnapshotFile) {
        rest.add(entry.key());
      }
    }
    Sweep.delete(fleet, rest, KillPoint.DELETE_SWEEPING);
    return !rest.isEmpty();
  }

  private Dated dated(CellRef cell, Version version, boolean desired, boolean running) {
    Read<SnapshotMark> read;
    try {
      read = marks.read(cell, version);
    } catch (DocumentException e) {
      return new Dated(
          new VersionInfo(version, State.UNREADABLE, null, 0, 0, desired, running, null),
          Instant.EPOCH);
    }
    return new Dated(
        info(version, read.found().orElse(null), desired, running),
        read instanceof Read.Found<SnapshotMark> found ? found.lastModified() : Instant.EPOCH);
  }

  private static VersionInfo info(
      Version version, @Nullable SnapshotMark mark, boolean desired, boolean running) {
    return switch (mark) {
      case SnapshotMark.Snapshot s ->
          new VersionInfo(
              version,
              State.COMMITTED,
              s.deployment(),
              s.files().size(),
              s.files().values().stream().mapToLong(TreeEntry::size).sum(),
              desired,
              running,
              s.author());
      case SnapshotMark.Deleted d ->
          new VersionInfo(version, State.DELETED, null, 0, 0, desired, running, d.author());
      case SnapshotMark.Aborted a ->
          new VersionInfo(version, State.ABORTED, null, 0, 0, desired, running, a.author());
      case null -> new VersionInfo(version, State.UNFINISHED, null, 0, 0, desired, running, null);
    };
  }
}
