package io.fleetman.controller.fleet;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.FleetDocument;
import io.fleetman.store.DocumentStore;
import java.time.InstantSource;
import java.util.Map;

/** The only way to an {@link OpenFleet}: a format that this program does not know is refused. */
public final class FleetGate {
  private FleetGate() {}

  /**
   * Makes the fleet's document, or leaves the one that is there.
   *
   * @param probe what the probe found: rule to outcome
   */
  public static FleetDocument init(
      DocumentStore documents, InstantSource clock, String by, Map<String, String> probe) {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens a fleet.
   *
   * @throws io.fleetman.controller.support.Refusal if there is none, or it is of an unknown format
   */
  public static OpenFleet open(DocumentStore documents, InstantSource clock, String by) {
    throw new UnsupportedOperationException();
  }
}
