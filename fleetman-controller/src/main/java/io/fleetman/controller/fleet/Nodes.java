package io.fleetman.controller.fleet;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.GetResult;
import java.time.Duration;
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
    return tag(node.heartbeat(), node.report());
  }

  private static String tag(@Nullable Heartbeat heartbeat, @Nullable NodeReport report) {
    return Tag.of(Arrays.asList(heartbeat, report));
  }

  /**
   * Forgets a node: heartbeat, report, doorbell. Its cells stay as they are: if the machine comes
   * back, it is what it was.
   *
   * @throws Refusal unless it is dead, and as it was seen
   */
  public void delete(NodeId node) {
    GetResult beats = fleet.objects().get(Keys.heartbeat(node));
    GetResult reports = fleet.objects().get(Keys.report(node));
    if (!(beats instanceof GetResult.Found) && !(reports instanceof GetResult.Found)) {
      throw new Refusal.NotFound(
          "there is no node " + node + ": see 'fleetman agents' for those there are");
    }
    Heartbeat heartbeat = document(beats, Keys.heartbeat(node), Heartbeat.class);
    requireDead(node, presence(beats, heartbeat));
    if (seen != null
        && !seen.equals(tag(heartbeat, document(reports, Keys.report(node), NodeReport.class)))) {
      throw new Refusal.Conflict(
          "node " + node + " was heard of meanwhile: look at it, then decide again");
    }
    fleet.objects().delete(Keys.doorbell(node));
    fleet.objects().delete(Keys.report(node));
    fleet.objects().delete(Keys.heartbeat(node));
  }

  /**
   * Looks whether a node may be forgotten.
   *
   * @throws Refusal.Invalid if it may still do something
   */
  public static void requireDead(NodeId node, Presence presence) {
    if (presence == Presence.ACTIVE || presence == Presence.WARNING) {
      throw new Refusal.Invalid(
          "node "
              + node
              + " is "
              + presence.name().toLowerCase(Locale.ROOT)
              + ": stop its agent first, and wait until it is dead");
    }
  }

  // By the store's clock alone; one that cannot be read promises no interval.
  private static Presence presence(GetResult read, @Nullable Heartbeat heartbeat) {
    return read instanceof GetResult.Found found
        ? Presence.of(
            Duration.between(found.lastModified(), found.storeNow()),
            heartbeat == null ? 0 : heartbeat.intervalSeconds())
        : Presence.UNKNOWN;
  }

  private static <T> @Nullable T document(GetResult read, String key, Class<T> type) {
    if (!(read instanceof GetResult.Found found)) {
      return null;
    }
    try {
      return Json.read(key, found.body(), type);
    } catch (DocumentException e) {
      return null; // as lists show it
    }
  }
}
