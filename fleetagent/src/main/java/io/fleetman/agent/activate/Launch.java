package io.fleetman.agent.activate;

import io.fleetman.agent.health.Probe;
import io.fleetman.agent.process.Command;
import io.fleetman.document.HealthCheck;
import io.fleetman.unit.Service;
import org.jspecify.annotations.Nullable;

/**
 * Everything that running a release takes, checked, all tokens filled in.
 *
 * @param service what runs
 * @param health when it counts as healthy
 * @param probe how that is asked
 * @param hooks its commands
 */
record Launch(Service service, HealthCheck health, Probe probe, Commands hooks) {
  /**
   * The hooks' commands; null is none.
   *
   * @param preStart see {@link io.fleetman.document.Hooks}
   * @param postStart see there
   * @param preStop see there
   * @param postStop see there
   */
  record Commands(
      @Nullable Command preStart,
      @Nullable Command postStart,
      @Nullable Command preStop,
      @Nullable Command postStop) {}
}
