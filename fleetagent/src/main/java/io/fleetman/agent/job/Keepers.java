package io.fleetman.agent.job;

import io.fleetman.agent.attempt.Keeper;
import io.fleetman.agent.attempt.ProcessKeeper;
import io.fleetman.agent.attempt.UnitKeeper;
import io.fleetman.agent.process.Runner;
import io.fleetman.agent.runtime.SystemdTools;
import java.util.List;

/** Who keeps programs on this node: systemd where it answers, their own sessions elsewhere. */
final class Keepers {
  private final SystemdTools systemd;
  private final UnitKeeper units;
  private final ProcessKeeper processes;
  private volatile boolean answered;

  Keepers(SystemdTools systemd, Runner runner) {
    this.systemd = systemd;
    this.units = new UnitKeeper(systemd);
    this.processes = new ProcessKeeper(runner);
  }

  /** Whether systemd answers; once it has, it does. */
  boolean systemd() throws InterruptedException {
    if (!answered) {
      answered = systemd.version() != null;
    }
    return answered;
  }

  /** Who keeps a program that was begun so. */
  Keeper of(boolean unit) {
    return unit ? units : processes;
  }

  /** All that may keep a program. */
  List<Keeper> all() throws InterruptedException {
    return systemd() ? List.of(units, processes) : List.of(processes);
  }
}
