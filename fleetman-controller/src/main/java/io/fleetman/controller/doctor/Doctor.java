package io.fleetman.controller.doctor;

import io.fleetman.controller.support.OpenFleet;
import java.util.List;

/** Looks for what half-done work, hands and faults left behind. */
public final class Doctor {
  private final OpenFleet fleet;

  /** Of this fleet. */
  public Doctor(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /** Everything that is not as it should be; writes nothing. */
  public List<Finding> examine() {
    throw new UnsupportedOperationException(fleet.by());
  }

  /**
   * Cleans up half-made snapshots (invariant 4): lists, claims the missing mark, deletes what was
   * listed.
   *
   * @return what was done, a sentence each
   */
  public List<String> repair() {
    throw new UnsupportedOperationException();
  }
}
