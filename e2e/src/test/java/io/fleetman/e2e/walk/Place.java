package io.fleetman.e2e.walk;

import io.fleetman.agent.activate.DeployOrder;
import io.fleetman.agent.install.Phase;
import io.fleetman.agent.runtime.UnitState;
import io.fleetman.document.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cell's folder on a machine, and its unit. */
final class Place {
  private static final int KEPT = 3;

  private final Map<String, Installed> releases = new LinkedHashMap<>();
  private @Nullable Installed current;
  private boolean running;

  List<Installed> all() {
    return List.copyOf(releases.values());
  }

  @Nullable Installed find(DeployOrder order) {
    return releases.get(name(order.snapshot().version() + "", order.deployId()));
  }

  private static String name(String version, String deployId) {
    return version + " " + deployId;
  }

  void install(Installed release) {
    releases.put(name(release.version + "", release.deployId()), release);
  }

  @Nullable Installed current() {
    return current;
  }

  boolean isCurrent(Installed release) {
    return release.equals(current);
  }

  void activate(Installed release) {
    release.phase = Phase.ACTIVATING;
    release.activation = 1 + releases.values().stream().mapToInt(r -> r.activation).max().orElse(0);
    current = release;
  }

  void restore(Installed release) {
    current = release;
  }

  void deactivate() {
    current = null;
  }

  boolean runs() {
    return running;
  }

  void starts() {
    running = true;
  }

  void stops() {
    running = false;
  }

  UnitState unit() {
    return current != null && current.shown().profile() == Profile.DEPLOY
        ? UnitState.NOT_APPLICABLE
        : new UnitState(running ? "active" : "inactive", "", running, running, 1, 0);
  }

  @Nullable Installed lastHealthy(Installed failed) {
    return releases.values().stream()
        .filter(r -> r.phase == Phase.HEALTHY && !r.equals(failed))
        .max(Comparator.comparingInt(r -> r.activation))
        .orElse(null);
  }

  void prune() {
    Installed kept = current;
    if (kept == null) {
      return;
    }
    Installed healthy = lastHealthy(kept);
    List<Installed> old = new ArrayList<>(releases.values());
    int surplus = old.size() - KEPT;
    for (Installed release : old) {
      boolean failed = release.phase == Phase.FAILED; // remembered, so that it is not tried again
      if (surplus > 0 && !failed && !release.equals(kept) && !release.equals(healthy)) {
        releases.values().remove(release);
        surplus--;
      }
    }
  }
}
