package io.fleetman.controller.fleet;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.NodeId;

/** The fleet's nodes, as far as a controller may touch them. */
public final class Nodes {
  private final OpenFleet fleet;

  /** Of this fleet. */
  public Nodes(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Forgets a node: heartbeat, report, doorbell.
   *
   * @throws io.fleetman.controller.support.Refusal unless it is dead or was never heard of
   */
  public void delete(NodeId node) {
    throw new UnsupportedOperationException(fleet.by());
  }
}
