package io.fleetman.controller.fleet;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fleet's nodes, as far as a controller may touch them. */
public final class Nodes {
  private final OpenFleet fleet;
  private final @Nullable String seen;

  /** Of this fleet. */
  public Nodes(OpenFleet fleet) {
    this(fleet, null);
  }

  private Nodes(OpenFleet fleet, @Nullable String seen) {
    this.fleet = fleet;
    this.seen = seen;
  }

  /**
   * The same for whoever looked at a node, which is refused if it was heard of since.
   *
   * @param tag the {@link #tag} of what they saw; null: whichever that is
   */
  public Nodes seen(@Nullable String tag) {
    return new Nodes(fleet, tag);
  }

  /** What tells what a node said last from anything else that it says. */
  public static String tag(NodeView node) {
    return Tag.of(Arrays.asList(node.heartbeat(), node.report()));
  }

  /**
   * Forgets a node: heartbeat, report, doorbell. Its cells stay as they are: if the machine comes
   * back, it is what it was.
   *
   * @throws Refusal unless it is dead, and as it was seen
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
    if (seen != null && !seen.equals(tag(view))) {
      throw new Refusal.Conflict(
          "node " + node + " was heard of meanwhile: look at it, then decide again");
    }
    fleet.objects().delete(Keys.doorbell(node));
    fleet.objects().delete(Keys.report(node));
    fleet.objects().delete(Keys.heartbeat(node));
  }
}
