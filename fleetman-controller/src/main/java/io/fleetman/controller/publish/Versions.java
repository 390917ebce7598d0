package io.fleetman.controller.publish;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.Author;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The snapshots of a cell. */
public final class Versions {
  private final OpenFleet fleet;

  /** In this fleet. */
  public Versions(OpenFleet fleet) {
    this.fleet = fleet;
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

  /** All of a cell's versions, newest first. */
  public List<VersionInfo> list(CellRef cell) {
    throw new UnsupportedOperationException(fleet.by());
  }

  /**
   * Deletes a version (invariant 3): retired in the trigger, its mark swapped, then its keys.
   *
   * @throws io.fleetman.controller.support.Refusal if the trigger names it
   */
  public void delete(CellRef cell, Version version, @Nullable String reason) {
    throw new UnsupportedOperationException();
  }
}
