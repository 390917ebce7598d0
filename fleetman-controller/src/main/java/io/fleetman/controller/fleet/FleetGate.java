package io.fleetman.controller.fleet;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.Author;
import io.fleetman.document.FleetDocument;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.Ids;
import io.fleetman.layout.Keys;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.time.InstantSource;
import java.util.Map;

/** The only way to an {@link OpenFleet}: a format that this program does not know is refused. */
public final class FleetGate {
  private FleetGate() {}

  /**
   * Makes the fleet's document, or leaves the one that is there.
   *
   * @param probe what the probe found: rule to outcome
   * @throws Refusal if there is one of a format that this program does not know
   */
  public static FleetDocument init(
      DocumentStore documents, InstantSource clock, String by, Map<String, String> probe) {
    FleetDocument fleet =
        new FleetDocument(
            FleetDocument.FORMAT,
            Ids.next(clock.instant()),
            probe,
            null,
            new Author(by, clock.instant(), null));
    return switch (documents.create(Keys.FLEET, fleet, FleetDocument.class)) {
      case WriteResult.Written<FleetDocument> _ -> fleet;
      case WriteResult.Lost<FleetDocument> lost -> known(lost.current());
    };
  }

  /**
   * Opens a fleet.
   *
   * @throws Refusal if there is none, or it is of an unknown format
   */
  public static OpenFleet open(DocumentStore documents, InstantSource clock, String by) {
    return open(documents, clock, by, KillPoints.none());
  }

  /**
   * Opens a fleet.
   *
   * @param killPoints told of every step that a change has behind it
   * @throws Refusal if there is none, or it is of an unknown format
   */
  public static OpenFleet open(
      DocumentStore documents, InstantSource clock, String by, KillPoints killPoints) {
    var _ = known(documents.read(Keys.FLEET, FleetDocument.class));
    return new OpenFleet(documents, clock, by, killPoints);
  }

  private static FleetDocument known(Read<FleetDocument> read) {
    FleetDocument fleet =
        read.found()
            .orElseThrow(
                () ->
                    new Refusal.NotFound(
                        "there is no fleet at this bucket and prefix: make one with 'fleetman"
                            + " init', or correct bucket and prefix"));
    if (fleet.formatVersion() != FleetDocument.FORMAT) {
      throw new Refusal.Invalid(
          "the fleet's format is "
              + fleet.formatVersion()
              + ", and this program knows "
              + FleetDocument.FORMAT
              + ": use a newer fleetman");
    }
    return fleet;
  }
}
