package io.fleetman.controller.publish;

import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.CellDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.Keys;
import io.fleetman.layout.Version;
import io.fleetman.store.Read;
import java.util.List;

/** Commit marks of snapshots, and which name the next one gets. */
final class Marks {
  // Whoever changes overrides a hundred times without a new deployment should make a new one.
  private static final int NAMES = 100;

  private final OpenFleet fleet;

  Marks(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /** Where a snapshot's mark is, or is to be put. */
  sealed interface Place {
    /** Which version. */
    Version version();

    /** It exists, with the same inputs. */
    record Made(Version version, SnapshotMark.Snapshot mark) implements Place {}

    /** It is to be made, and its mark put in place of exactly what was read. */
    record Free(Version version, Read<SnapshotMark> read) implements Place {}
  }

  Read<SnapshotMark> read(CellRef cell, Version version) {
    return fleet.documents().read(Keys.snapshot(cell, version), SnapshotMark.class);
  }

  /**
   * The place for a plan: a snapshot with the same inputs, or else the first free name of {@code
   * V}, {@code V+1}, {@code V+2} and so on. Names that were retired or deleted are never used
   * again.
   */
  Place place(SnapshotPlan plan, List<Version> retired) {
    CellRef cell = plan.cell().ref();
    for (int n = 0; n < NAMES; n++) {
      Version name = name(plan.deployment(), n);
      if (retired.contains(name)) {
        continue;
      }
      Read<SnapshotMark> read = read(cell, name);
      switch (read.found().orElse(null)) {
        case SnapshotMark.Snapshot s
            when s.inputs().equals(plan.inputs())
                && s.manifest().equals(plan.cell().manifest()) -> {
          return new Place.Made(name, s);
        }
        case SnapshotMark.Snapshot _, SnapshotMark.Deleted _ -> {}
        case SnapshotMark.Aborted _ -> {
          return new Place.Free(name, read);
        }
        case null -> {
          refuseClash(cell, name);
          return new Place.Free(name, read);
        }
      }
    }
    throw new Refusal.Invalid(
        "cell "
            + cell
            + " has "
            + NAMES
            + " snapshots of "
            + plan.deployment()
            + ": deploy under a new version");
  }

  /**
   * A cell that was removed may have been made anew for another manifest; what its name had before
   * is not its own.
   *
   * @throws Refusal if the snapshot is of another manifest than the cell is now
   */
  static void refuseStranger(CellDocument cell, SnapshotMark.Snapshot snapshot) {
    if (!snapshot.manifest().equals(cell.manifest())) {
      throw new Refusal.Invalid(
          "version "
              + snapshot.version()
              + " of "
              + cell.ref()
              + " is of manifest "
              + snapshot.manifest()
              + ", and the cell is "
              + cell.manifest()
              + "'s now: publish a version of that");
    }
  }

  private void refuseClash(CellRef cell, Version name) {
    for (Version other : Listing.level(fleet.objects(), Keys.versions(cell)).versions()) {
      if (name.clashesWith(other)) {
        throw new Refusal.Invalid(
            "version "
                + name
                + " differs from "
                + other
                + " on "
                + cell
                + " in case alone: choose another");
      }
    }
  }

  private static Version name(Version deployment, int n) {
    try {
      return n == 0 ? deployment : new Version(deployment + "+" + n);
    } catch (InvalidNameException e) {
      throw new Refusal.Invalid(
          "version "
              + deployment
              + " is too long to get '+"
              + n
              + "' behind it for this cell's own files: deploy under a shorter one");
    }
  }
}
