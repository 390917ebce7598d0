package io.fleetman.e2e.walk;

import io.fleetman.agent.activate.CellHost;
import io.fleetman.agent.activate.DeployOrder;
import io.fleetman.agent.activate.HostCell;
import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.activate.Steps;
import io.fleetman.agent.install.Phase;
import io.fleetman.document.CellState;
import io.fleetman.document.Drift;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellId;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The host as one agent process can reach it: the machine stays when the process is killed, and a
 * kill may come between any two of its steps. It goes the way of the real one: a release is
 * installed beside the present one, made current while nothing runs, started, judged.
 */
final class VirtualHost implements CellHost {
  private final Program process;
  private final Machine machine;
  private final NodeRules rules;

  VirtualHost(Program process, Machine machine, NodeRules rules) {
    this.process = process;
    this.machine = machine;
    this.rules = rules;
  }

  @Override
  public HostCell observe(CellId cell) {
    process.alive();
    Place place = machine.place(cell);
    Installed current = place.current();
    List<HostCell.Release> all = place.all().stream().map(Installed::shown).toList();
    String problem = machine.problem();
    return current == null
        ? new HostCell(cell, null, null, all, problem)
        : new HostCell(cell, current.shown(), problem == null ? place.unit() : null, all, problem);
  }

  @Override
  public List<CellId> scan() {
    process.alive();
    return machine.cells();
  }

  @Override
  public SortedMap<Profile, String> profiles() {
    return new TreeMap<>();
  }

  @Override
  public Outcome deploy(DeployOrder order, Steps steps) {
    Place place = machine.place(order.cell());
    Installed release = place.find(order);
    if (release != null) {
      if (release.phase == Phase.FAILED) {
        return goBack(place, release);
      }
      if (place.isCurrent(release)) {
        if (release.phase == Phase.HEALTHY) {
          return !order.startAfter()
              ? stop(order.cell(), steps)
              : place.runs() ? done(release) : start(order.cell(), steps);
        }
        if (release.phase == Phase.UNTRIED && !order.startAfter()) {
          return done(release);
        }
      }
    }
    if (steps.cancelled()) {
      return new Outcome.Cancelled(version(place.current()));
    }
    if (release == null) {
      steps.entered(CellState.FETCHING);
      try {
        release = new Fetching(process, order, place.current()).fetch();
      } catch (Fetching.Failed e) {
        return new Outcome.Failed(
            e.reason(), List.of(), version(place.current()), Outcome.Fetched.NONE, e.mayRetry());
      }
      process.reaches("installs " + release.version);
      place.install(release);
    }
    process.reaches("is about to activate " + release.version);
    if (steps.cancelled()) {
      return new Outcome.Cancelled(version(place.current()));
    }
    steps.entered(CellState.ACTIVATING);
    boolean resumed = place.isCurrent(release) && place.runs() && order.startAfter();
    if (!resumed) {
      rules.deploys(machine, order);
      swap(place, release, order.startAfter());
    }
    if (!order.startAfter()) {
      release.phase = Phase.UNTRIED;
      release.stopped = true;
      return done(release);
    }
    steps.entered(CellState.CHECKING);
    process.reaches("judges " + release.version);
    if (steps.cancelled()) {
      return new Outcome.Cancelled(release.version);
    }
    if (release.isSick()) {
      return goBack(place, release);
    }
    release.phase = Phase.HEALTHY;
    place.prune();
    return done(release);
  }

  // The only stretch in which nothing runs.
  private void swap(Place place, Installed release, boolean start) {
    place.stops();
    process.reaches("has stopped the old release");
    place.activate(release);
    process.reaches("has flipped current to " + release.version);
    if (start) {
      release.stopped = false;
      place.starts();
    }
  }

  private Outcome goBack(Place place, Installed failed) {
    Installed back = place.lastHealthy(failed);
    failed.phase = Phase.FAILED;
    if (back == null) {
      place.stops();
      place.deactivate();
      return new Outcome.Failed("it is sick", List.of(), null, Outcome.Fetched.NONE, false);
    }
    if (!(place.isCurrent(back) && place.runs())) {
      place.stops();
      process.reaches("has stopped what failed");
      place.restore(back);
      process.reaches("has flipped current back to " + back.version);
      back.stopped = false;
      place.starts();
    }
    return new Outcome.RolledBack(
        failed.version, back.version, "it is sick", List.of(), Outcome.Fetched.NONE);
  }

  @Override
  public Outcome restart(CellId cell, Steps steps) {
    return up(cell, steps, true);
  }

  @Override
  public Outcome start(CellId cell, Steps steps) {
    return up(cell, steps, false);
  }

  private Outcome up(CellId cell, Steps steps, boolean again) {
    Place place = machine.place(cell);
    Installed release = place.current();
    if (release == null) {
      return new Outcome.Refused("there is nothing to start", null);
    }
    if (steps.cancelled()) {
      return new Outcome.Cancelled(release.version);
    }
    steps.entered(CellState.ACTIVATING);
    if (again) {
      rules.restarts(machine, cell);
      place.stops();
      process.reaches("has stopped " + release.version);
    } else {
      rules.starts(machine, cell);
    }
    release.stopped = false;
    place.starts();
    steps.entered(CellState.CHECKING);
    process.reaches("judges " + release.version);
    if (release.phase != Phase.HEALTHY) { // it was never judged, so it may roll back
      if (release.isSick()) {
        return goBack(place, release);
      }
      release.phase = Phase.HEALTHY;
    }
    return done(release);
  }

  @Override
  public Outcome stop(CellId cell, Steps steps) {
    Place place = machine.place(cell);
    Installed release = place.current();
    if (release == null) {
      return new Outcome.Done(null, Outcome.Fetched.NONE, null);
    }
    steps.entered(CellState.ACTIVATING);
    rules.stops(machine, cell);
    release.stopped = true;
    process.reaches("has noted that " + cell + " is stopped");
    place.stops();
    return done(release);
  }

  @Override
  public Outcome remove(CellId cell, Steps steps) {
    steps.entered(CellState.ACTIVATING);
    rules.removes(machine, cell);
    Place place = machine.place(cell);
    place.stops();
    process.reaches("has stopped " + cell + " for good");
    place.deactivate();
    process.reaches("deletes the releases of " + cell);
    machine.forget(cell);
    return new Outcome.Done(null, Outcome.Fetched.NONE, null);
  }

  @Override
  public List<Drift> drift(CellId cell) {
    return List.of();
  }

  @Override
  public List<String> logTail(CellId cell) {
    return List.of();
  }

  private static Outcome done(Installed release) {
    return new Outcome.Done(release.version, Outcome.Fetched.NONE, null);
  }

  private static @Nullable Version version(@Nullable Installed release) {
    return release == null ? null : release.version;
  }
}
