package io.fleetman.controller.publish;

import io.fleetman.controller.support.OpenFleet;
import java.util.List;

/** Makes snapshots and points triggers at them. */
public final class Publisher {
  private final OpenFleet fleet;

  /** In this fleet. */
  public Publisher(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /** What {@link #publish} would change; writes nothing. */
  public ChangePlan preview(PublishRequest request) {
    throw new UnsupportedOperationException(fleet.by());
  }

  /**
   * Publishes to one cell: the snapshot is made if there is none with the same inputs, then the
   * trigger is swapped from what it was before all that.
   *
   * @throws io.fleetman.controller.support.Refusal if it cannot be, or somebody was faster
   * @throws io.fleetman.store.StoreException if the store failed; the trigger is as it was
   */
  public Outcome publish(PublishRequest request, PublishListener listener) {
    throw new UnsupportedOperationException();
  }

  /** Publishes to several cells; one that fails does not stop the others. */
  public List<Outcome> publishAll(List<PublishRequest> requests, PublishListener listener) {
    throw new UnsupportedOperationException();
  }
}
