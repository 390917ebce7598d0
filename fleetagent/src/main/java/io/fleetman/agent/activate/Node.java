package io.fleetman.agent.activate;

import io.fleetman.agent.health.Judge;
import io.fleetman.agent.install.CellFolder;
import io.fleetman.agent.install.HandOver;
import io.fleetman.agent.install.Installer;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.document.Profile;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the actions work with.
 *
 * @param settings the configuration
 * @param runtimes what can run here
 * @param launches how releases are run
 * @param installer puts releases together
 * @param judge watches what was started
 * @param runner runs hooks
 * @param clock for the journal's "since"
 * @param handOver gives data folders to another user
 * @param kills told of every step
 */
record Node(
    HostSettings settings,
    Map<Profile, CellRuntime> runtimes,
    LaunchPlan launches,
    Installer installer,
    Judge judge,
    io.fleetman.agent.process.Runner runner,
    InstantSource clock,
    HandOver handOver,
    KillPoints kills) {

  /** The runtime of a profile. */
  CellRuntime runtime(Profile profile) throws NodeLacks {
    CellRuntime runtime = runtimes.get(profile);
    if (runtime == null || !settings.folders().containsKey(profile)) {
      throw new NodeLacks(
          "profile "
              + word(profile)
              + " is not set up on "
              + settings.node()
              + ": add a '"
              + word(profile)
              + "' section to the agent's configuration");
    }
    return runtime;
  }

  /** The place for cells of a profile. */
  Place place(Profile profile, CellId cell) throws NodeLacks {
    runtime(profile);
    return Place.of(new CellFolder(Objects.requireNonNull(settings.folders().get(profile)), cell));
  }

  /** The place where the cell has releases; of several, the one that has an active release. */
  Optional<Place> locate(CellId cell) {
    List<CellFolder> found =
        settings.folders().values().stream()
            .distinct()
            .sorted()
            .map(base -> new CellFolder(base, cell))
            .filter(Installer::exists)
            .toList();
    return found.stream()
        .filter(f -> java.nio.file.Files.isSymbolicLink(f.current()))
        .findFirst()
        .or(() -> found.stream().findFirst())
        .map(Place::of);
  }

  static String word(Profile profile) {
    return profile.name().toLowerCase(java.util.Locale.ROOT);
  }
}
