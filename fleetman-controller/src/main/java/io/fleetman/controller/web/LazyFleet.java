package io.fleetman.controller.web;

import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.support.OpenFleet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the fleet at the first reading that succeeds. For one thread. */
final class LazyFleet {
  private final Supplier<OpenFleet> opener;
  private @Nullable FleetReader reader;

  LazyFleet(Supplier<OpenFleet> opener) {
    this.opener = opener;
  }

  FleetView read() {
    FleetReader open = reader;
    if (open == null) {
      open = new FleetReader(opener.get());
      reader = open;
    }
    return open.read();
  }
}
