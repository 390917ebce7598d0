package io.fleetman.agent;

import io.fleetman.agent.activate.CellHost;
import io.fleetman.agent.activate.DeployOrder;
import io.fleetman.agent.activate.HostCell;
import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.activate.Steps;
import io.fleetman.agent.install.Phase;
import io.fleetman.agent.runtime.UnitState;
import io.fleetman.document.CellState;
import io.fleetman.document.Drift;
import io.fleetman.document.Profile;
import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.CellId;
import io.fleetman.layout.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node that installs nothing and remembers everything that was asked of it. */
public final class FakeHost implements CellHost {
  private final Map<CellId, HostCell.Release> current = new ConcurrentHashMap<>();
  private final Map<CellId, Boolean> running = new ConcurrentHashMap<>();
  private final Map<String, String> broken = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> reached = new ConcurrentHashMap<>();
  private final Map<String, Integer> unreachable = new ConcurrentHashMap<>();

  /** What was asked for and changed something, in order, such as {@code deploy web 1.2}. */
  public final List<String> done = new CopyOnWriteArrayList<>();

  private volatile @Nullable String problem;
  private volatile @Nullable String faulty;

  /** The service manager does not answer; null: it does again. */
  public void cannotBeAsked(@Nullable String why) {
    problem = why;
  }

  /** Deploying this version shows a fault in the agent. */
  public void confuses(String version) {
    faulty = version;
  }

  /** This version fails its health check. */
  public void breaks(String version, String reason) {
    broken.put(version, reason);
  }

  /** Fetching this version fails so often because the store does not answer. */
  public void storeAway(String version, int times) {
    unreachable.put(version, times);
  }

  /** A deployment of this version waits in its health check until it is released. */
  public CountDownLatch holds(String version) {
    CountDownLatch latch = new CountDownLatch(1);
    reached.put(version, new CountDownLatch(1));
    held.put(version, latch);
    return latch;
  }

  /** Waits until the deployment of a held version is where it waits. */
  public void awaitHeld(String version) throws InterruptedException {
    CountDownLatch latch = reached.get(version);
    if (latch == null || !latch.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("version " + version + " was never held");
    }
  }

  /** The service dies by itself. */
  public void dies(String cell) {
    running.put(new CellId(cell), false);
  }

  /** Somebody deletes all of it from the node. */
  public void vanishes(String cell) {
    current.remove(new CellId(cell));
    running.remove(new CellId(cell));
  }

  /** What is active on the node. */
  public @Nullable String active(String cell) {
    HostCell.Release release = current.get(new CellId(cell));
    return release == null ? null : release.version().value();
  }

  @Override
  public HostCell observe(CellId cell) {
    HostCell.Release release = current.get(cell);
    boolean up = running.getOrDefault(cell, false);
    UnitState unit =
        release == null
            ? null
            : release.profile() == Profile.DEPLOY
                ? UnitState.NOT_APPLICABLE
                : new UnitState(up ? "active" : "inactive", "", up, up, up ? 1 : 0, 0);
    List<HostCell.Release> all = release == null ? List.of() : List.of(release);
    String unanswered = problem;
    return unanswered != null && release != null
        ? new HostCell(cell, release, null, all, unanswered)
        : new HostCell(cell, release, unit, all, null);
  }

  @Override
  public List<CellId> scan() {
    return current.keySet().stream().sorted().toList();
  }

  @Override
  public SortedMap<Profile, String> profiles() {
    return new TreeMap<>(Map.of(Profile.SYSTEMD, "pretended", Profile.DEPLOY, "files"));
  }

  @Override
  public Outcome deploy(DeployOrder order, Steps steps) throws InterruptedException {
    SnapshotMark.Snapshot snapshot = order.snapshot();
    String version = snapshot.version().value();
    HostCell.Release before = current.get(order.cell());
    Version was = before == null ? null : before.version();
    steps.entered(CellState.FETCHING);
    Integer away = unreachable.get(version);
    if (away != null && away > 0) {
      unreachable.put(version, away - 1);
      return new Outcome.Failed(
          "the store did not answer", List.of(), was, Outcome.Fetched.NONE, true);
    }
    if (steps.cancelled()) {
      return new Outcome.Cancelled(was);
    }
    done.add("deploy " + order.cell() + " " + version);
    steps.entered(CellState.ACTIVATING);
    if (version.equals(faulty)) {
      throw new IllegalStateException("nobody thought of this");
    }
    HostCell.Release release = release(order, Phase.ACTIVATING);
    current.put(order.cell(), release);
    running.put(order.cell(), order.startAfter());
    if (order.startAfter()) {
      steps.entered(CellState.CHECKING);
      hold(version, steps);
      if (steps.cancelled()) {
        return new Outcome.Cancelled(snapshot.version());
      }
    }
    String reason = broken.get(version);
    if (reason != null) {
      return fail(order, before, reason);
    }
    current.put(order.cell(), release(order, order.startAfter() ? Phase.HEALTHY : Phase.UNTRIED));
    return new Outcome.Done(
        snapshot.version(), new Outcome.Fetched(snapshot.files().size(), 1), null);
  }

  private void hold(String version, Steps steps) throws InterruptedException {
    CountDownLatch latch = held.get(version);
    if (latch == null) {
      return;
    }
    Objects.requireNonNull(reached.get(version)).countDown();
    while (!latch.await(5, TimeUnit.MILLISECONDS)) {
      if (steps.cancelled()) {
        return;
      }
    }
  }

  private Outcome fail(DeployOrder order, HostCell.@Nullable Release before, String reason) {
    if (before == null) {
      running.put(order.cell(), false);
      current.put(order.cell(), release(order, Phase.FAILED));
      return new Outcome.Failed(
          reason, List.of("last words"), order.snapshot().version(), Outcome.Fetched.NONE, false);
    }
    current.put(order.cell(), before);
    running.put(order.cell(), true);
    return new Outcome.RolledBack(
        order.snapshot().version(),
        before.version(),
        reason,
        List.of("last words"),
        Outcome.Fetched.NONE);
  }

  private static HostCell.Release release(DeployOrder order, Phase phase) {
    SnapshotMark.Snapshot s = order.snapshot();
    return new HostCell.Release(
        s.version(),
        order.cellUid(),
        order.deployId(),
        s.manifest(),
        s.spec().profile(),
        s.spec(),
        phase,
        !order.startAfter(),
        s.files().size());
  }

  @Override
  public Outcome restart(CellId cell, Steps steps) {
    return up("restart ", cell, steps);
  }

  @Override
  public Outcome start(CellId cell, Steps steps) {
    return up("start ", cell, steps);
  }

  private Outcome up(String what, CellId cell, Steps steps) {
    HostCell.Release release = current.get(cell);
    if (release == null) {
      return new Outcome.Refused("nothing is installed", null);
    }
    done.add(what + cell + " " + release.version());
    steps.entered(CellState.ACTIVATING);
    running.put(cell, true);
    steps.entered(CellState.CHECKING);
    return new Outcome.Done(release.version(), Outcome.Fetched.NONE, null);
  }

  @Override
  public Outcome stop(CellId cell, Steps steps) {
    HostCell.Release release = current.get(cell);
    if (release == null) {
      return new Outcome.Done(null, Outcome.Fetched.NONE, null);
    }
    done.add("stop " + cell);
    steps.entered(CellState.ACTIVATING);
    running.put(cell, false);
    return new Outcome.Done(release.version(), Outcome.Fetched.NONE, null);
  }

  @Override
  public Outcome remove(CellId cell, Steps steps) {
    done.add("remove " + cell);
    steps.entered(CellState.ACTIVATING);
    current.remove(cell);
    running.remove(cell);
    return new Outcome.Done(null, Outcome.Fetched.NONE, null);
  }

  @Override
  public List<Drift> drift(CellId cell) {
    return new ArrayList<>();
  }

  @Override
  public List<String> logTail(CellId cell) {
    return List.of();
  }
}
