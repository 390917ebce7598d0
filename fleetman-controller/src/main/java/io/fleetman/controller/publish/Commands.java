package io.fleetman.controller.publish;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything but publishing that a cell may be told. Each is one swap of its trigger. */
public final class Commands {
  private final OpenFleet fleet;

  /** In this fleet. */
  public Commands(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Back to a snapshot.
   *
   * @param version null: the last that was healthy before the one that is asked for now
   */
  public Outcome rollback(CellRef cell, @Nullable Version version, @Nullable String reason) {
    throw new UnsupportedOperationException(fleet.by());
  }

  /** Restarts what runs. */
  public Outcome restart(CellRef cell, @Nullable String reason) {
    throw new UnsupportedOperationException();
  }

  /** Stops it; it stays installed. */
  public Outcome stop(CellRef cell, @Nullable String reason) {
    throw new UnsupportedOperationException();
  }

  /** Starts what was stopped. */
  public Outcome start(CellRef cell, @Nullable String reason) {
    throw new UnsupportedOperationException();
  }

  /** Takes it off the node, but for its data folders, and frees its name. */
  public Outcome remove(CellRef cell, @Nullable String reason) {
    throw new UnsupportedOperationException();
  }

  /** One command to several cells; one that fails does not stop the others. */
  public static List<Outcome> forAll(
      Collection<CellRef> cells, Function<CellRef, Outcome> command) {
    throw new UnsupportedOperationException();
  }
}
