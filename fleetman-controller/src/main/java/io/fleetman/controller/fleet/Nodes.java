package io.fleetman.controller.fleet;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import java.util.Locale;

/** The fleet's nodes, as far as a controller may touch them. */
public final class Nodes {
  private final OpenFleet fleet;

  /** Of this fleet. */
  public Nodes(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Forgets a node: heartbeat, report, doorbell. Its cells stay as they are: if the machine comes
   * back, it is what it was.
   *
   * @throws Refusal unless it is dead
   */
  public void delete(NodeId node) {
    NodeView view =
        new FleetReader(fleet)
            .read()
            .node(node)
            .filter(n -> n.presence() != Presence.UNKNOWN || n.report() != null)
            .orElseThrow(
                () ->
                    new Refusal.NotFound(
                        "there is no node "
                            + node
                            + ": see 'fleetman agents' for those there are"));
    if (view.presence() == Presence.ACTIVE || view.presence() == Presence.WARNING) {
      throw new Refusal.Invalid(
          "node "
              + node
              + " is "
              + view.presence().name().toLowerCase(Locale.ROOT)
              + ": stop its agent first, and wait until it is dead");
    }
    fleet.objects().delete(Keys.doorbell(node));
    fleet.objects().delete(Keys.report(node));
    fleet.objects().delete(Keys.heartbeat(node));
  }
}
