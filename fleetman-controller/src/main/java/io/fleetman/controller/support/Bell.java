package io.fleetman.controller.support;

import io.fleetman.codec.Json;
import io.fleetman.document.Doorbell;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.Precondition;
import io.fleetman.store.StoreException;
import java.util.function.Consumer;

/** A node's doorbell: its change has the node, and every controller, look at the node's cells. */
public final class Bell {
  private Bell() {}

  /**
   * Rings it, after what is to be looked at was written.
   *
   * @param notes hears if it could not be rung; what was written stands, and is noticed later
   */
  public static void ring(OpenFleet fleet, NodeId node, Consumer<String> notes) {
    byte[] bell = Json.write(new Doorbell(fleet.newId()));
    try {
      Retry.idempotent(
          () -> {
            var _ = fleet.objects().put(Keys.doorbell(node), bell, Precondition.NONE);
          });
    } catch (StoreException e) {
      notes.accept(
          "the doorbell of "
              + node
              + " could not be rung; it will notice within minutes: "
              + e.getMessage());
    }
  }
}
