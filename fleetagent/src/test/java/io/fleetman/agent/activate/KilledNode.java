package io.fleetman.agent.activate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.agent.activate.KilledTest.Action;
import io.fleetman.agent.activate.KilledTest.Case;
import io.fleetman.agent.install.CellFolder;
import io.fleetman.agent.install.Phase;
import io.fleetman.agent.install.SystemAccounts;
import io.fleetman.agent.process.Pause;
import io.fleetman.agent.runtime.SupervisorSettings;
import io.fleetman.agent.runtime.SystemdSettings;
import io.fleetman.codec.Json;
import io.fleetman.document.Profile;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeByHand;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import io.fleetman.store.InMemoryObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A node with one cell on a real disk and a pretended service manager, whose agent is killed: it
 * stands still for good at one of its steps, and a fresh one is started over what it left.
 */
final class KilledNode {
  private static final CellId CELL = new CellId("web");
  private static final int FILES = 3;

  private final Case one;
  private final Path base;
  private final Path units;
  private final FakeMachine machine;
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final List<String> violations = new ArrayList<>();
  private boolean prepared;

  /** At which step, counted from 0. */
  record Kill(int step) {}

  KilledNode(Path folder, Case one) {
    this.one = one;
    this.base = folder.resolve("base");
    this.units = folder.resolve("units");
    String suffix = one.profile() == Profile.SUPERVISOR ? ".conf" : ".service";
    this.machine =
        new FakeMachine(units.resolve("fleetman-web" + suffix), base.resolve("web/current"));
  }

  /** Nobody is killed; the steps that were passed. */
  List<KillPoint> uncut() {
    prepare();
    Watch watch = new Watch(Integer.MAX_VALUE);
    Outcome outcome = attempt(watch);
    assertThat(outcome).as("an outcome of " + one).isNotNull();
    ends(outcome);
    return List.copyOf(watch.passed);
  }

  /** The agent is killed so often, and then left alone. */
  void killedAt(Kill... kills) {
    prepare();
    for (Kill kill : kills) {
      Outcome outcome = attempt(new Watch(kill.step()));
      look(); // what the dead agent left
      if (outcome != null) {
        ends(outcome);
      }
    }
    ends(attempt(new Watch(Integer.MAX_VALUE)));
  }

  private void prepare() {
    String before = one.action().before();
    if (before != null) {
      NodeCellHost host = host(KillPoints.none());
      run(() -> host.deploy(order(before, 1, one.profile(), true), Steps.NONE));
      if (one.action() == Action.START) {
        run(() -> host.stop(CELL, Steps.NONE));
      }
    }
    machine.stop =
        switch (one.action()) {
          case STOP_REFUSED -> FakeMachine.Stop.REFUSED;
          case STOP_HANGS -> FakeMachine.Stop.HANGS;
          default -> null;
        };
    prepared = true;
  }

  /** The action's outcome; null if the agent was killed. */
  private @Nullable Outcome attempt(Watch watch) {
    NodeCellHost host = host(watch);
    CompletableFuture<@Nullable Outcome> outcome = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                outcome.complete(act(host));
              } catch (InterruptedException | RuntimeException | Error e) {
                outcome.completeExceptionally(e);
              }
            });
    try {
      return (Outcome)
          CompletableFuture.anyOf(outcome, watch.killed).orTimeout(60, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new AssertionError(one + ", after " + watch.passed, e.getCause());
    }
  }

  private Outcome act(NodeCellHost host) throws InterruptedException {
    return switch (one.action()) {
      case FIRST -> deploy(host, "1", 2, one.profile(), true);
      case CHANGE, STOP_REFUSED, STOP_HANGS -> deploy(host, "2", 2, one.profile(), true);
      case SAME_BYTES -> deploy(host, "1", 2, one.profile(), true);
      case FAILS, FIRST_FAILS -> deploy(host, "3", 2, one.profile(), true);
      case STOPPED_CHANGE -> deploy(host, "2", 2, one.profile(), false);
      case OTHER_PROFILE -> deploy(host, "2", 2, other(), true);
      case RESTART -> host.restart(CELL, Steps.NONE);
      case STOP -> host.stop(CELL, Steps.NONE);
      case START -> host.start(CELL, Steps.NONE);
      case REMOVE -> host.remove(CELL, Steps.NONE);
    };
  }

  private Outcome deploy(NodeCellHost host, String version, int nth, Profile as, boolean start)
      throws InterruptedException {
    return host.deploy(order(version, nth, as, start), Steps.NONE);
  }

  private Profile other() {
    return one.profile() == Profile.DEPLOY ? Profile.SYSTEMD : Profile.DEPLOY;
  }

  // ---- what must be so -------------------------------------------------------------------------

  /**
   * At every moment: nothing is a mixture, and the old one is served until the new one is whole.
   */
  private void look() {
    String shown = Files.exists(current()) ? FakeMachine.versions(current()) : "";
    String served = machine.running();
    if (!shown.matches("[123]?") || (served != null && !served.matches("[123]"))) {
      violations.add("current shows '" + shown + "', and '" + served + "' is served");
    }
    boolean deploys = wanted() != null && one.action().before() != null;
    boolean ran = one.profile() != Profile.DEPLOY;
    if (deploys && (shown.isEmpty() || (ran && served == null)) && !newIsWhole()) {
      violations.add("the old release is gone, and the new one is not whole");
    }
  }

  private @Nullable String wanted() {
    return switch (one.action()) {
      case CHANGE, STOPPED_CHANGE, OTHER_PROFILE, STOP_REFUSED, STOP_HANGS -> "2";
      case SAME_BYTES -> "1";
      case FAILS -> "3";
      case FIRST, FIRST_FAILS, RESTART, STOP, START, REMOVE -> null;
    };
  }

  private boolean newIsWhole() {
    String version = String.valueOf(wanted());
    CellFolder folder = new CellFolder(base, CELL);
    String name = CellFolder.releaseName(new Version(version), deployId(2));
    return Files.exists(folder.record(name))
        && FakeMachine.versions(folder.release(name)).equals(version);
  }

  private void ends(@Nullable Outcome outcome) {
    assertThat(violations).isEmpty();
    switch (one.action()) {
      case FAILS, STOP_REFUSED, STOP_HANGS ->
          assertThat(outcome)
              .isInstanceOfSatisfying(
                  Outcome.RolledBack.class,
                  r -> {
                    assertThat(r.to()).hasToString("1");
                    assertThat(r.reason())
                        .contains(
                            one.action() == Action.FAILS
                                ? "out of order"
                                : "1 had to go first: the "
                                    + (one.profile() == Profile.SYSTEMD ? "service" : "program")
                                    + " cannot be stopped");
                  });
      case FIRST_FAILS -> assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      default -> assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }
    String after = one.action().after();
    Profile now = one.action() == Action.OTHER_PROFILE ? other() : one.profile();
    boolean stopped = one.action() == Action.STOP || one.action() == Action.STOPPED_CHANGE;
    boolean up = after != null && now != Profile.DEPLOY && !stopped;
    assertThat(Files.exists(current(), LinkOption.NOFOLLOW_LINKS)).isEqualTo(after != null);
    if (after != null) {
      assertThat(FakeMachine.versions(current())).isEqualTo(after);
    }
    assertThat(machine.running()).isEqualTo(up ? after : null);
    assertThat(machine.enabled()).as("starts with the machine").isEqualTo(up);
    assertThat(base.resolve("web/shared/data/seed")).exists();
    nothingIsLeft(after != null && now != Profile.DEPLOY, after != null);
    if (after != null) {
      HostCell seen = run(() -> host(KillPoints.none()).observe(CELL));
      assertThat(seen.current())
          .satisfies(
              c ->
                  assertThat(c.phase())
                      .isEqualTo(
                          one.action() == Action.STOPPED_CHANGE ? Phase.UNTRIED : Phase.HEALTHY));
      assertThat(run(() -> host(KillPoints.none()).drift(CELL))).isEmpty();
    }
  }

  private void nothingIsLeft(boolean unit, boolean release) {
    assertThat(base.resolve("web/incoming")).doesNotExist();
    assertThat(names(units)).hasSize(unit ? 1 : 0);
    assertThat(machine.known()).as("the service manager knows it").isEqualTo(unit);
    List<String> kept = names(base.resolve("web/releases"));
    assertThat(kept).noneMatch(n -> n.startsWith("."));
    for (String name : kept) {
      String whole = name.replaceFirst("(\\.files)?\\.json$", "");
      assertThat(kept)
          .as("a release, its record and the list of its files")
          .contains(whole, whole + ".json", whole + ".files.json");
    }
    if (one.action() == Action.REMOVE) {
      assertThat(names(base.resolve("web"))).containsExactly("shared");
    } else if (release) {
      assertThat(names(base.resolve("web")))
          .containsExactly("current", "releases", "shared", "templates");
    }
  }

  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path current() {
    return base.resolve("web/current");
  }

  // ---- the parts -------------------------------------------------------------------------------

  /** Counts the steps, looks at each, and lets the agent stand still for good at one of them. */
  private final class Watch implements KillPoints {
    private final List<KillPoint> passed = new ArrayList<>();
    private final CompletableFuture<@Nullable Outcome> killed = new CompletableFuture<>();
    private final int last;

    Watch(int last) {
      this.last = last;
    }

    @Override
    public void passed(KillPoint point) {
      if (!prepared) {
        return;
      }
      passed.add(point);
      look();
      if (passed.size() > last) {
        killed.complete(null);
        while (true) {
          LockSupport.park();
        }
      }
    }
  }

  private NodeCellHost host(KillPoints kills) {
    return NodeCellHost.with(
        new HostSettings(
            new NodeId("node-1"),
            Map.of(),
            Map.of(Profile.DEPLOY, base, Profile.SYSTEMD, base, Profile.SUPERVISOR, base),
            new SystemdSettings(SystemdSettings.Scope.SYSTEM, units, "systemctl"),
            new SupervisorSettings(units, "supervisorctl", null),
            0,
            0,
            1,
            30),
        store,
        InstantSource.system(),
        machine,
        new SystemAccounts(machine),
        _ -> Long.MAX_VALUE / 2,
        new Pause() {
          private final AtomicLong nanos = new AtomicLong();

          @Override
          public long nanos() {
            return nanos.get();
          }

          @Override
          public void sleep(Duration time) {
            nanos.addAndGet(time.toNanos());
          }
        },
        kills);
  }

  private static String deployId(int nth) {
    return "20260101T000000Z-00000000000" + nth;
  }

  private DeployOrder order(String version, int nth, Profile profile, boolean start) {
    Map<String, Object> tree = new TreeMap<>();
    for (int i = 0; i < FILES; i++) {
      file(tree, version, "lib/file-" + i, "binary", "content " + i + " of " + version + "\n");
    }
    file(tree, version, "bin/web", "binary", "#!/bin/sh\n# " + version + "\n");
    file(tree, version, "conf", "template", "cell={{ cell.id }} " + version + "\n");
    file(tree, version, "MODE", "binary", (version.equals("3") ? "fails " : "works ") + version);
    file(tree, version, "data/seed", "binary", "first content");
    String command = profile == Profile.DEPLOY ? "" : "\"command\": \"./bin/web\",";
    String json =
        """
        {"kind": "snapshot", "node": "node-1", "cell": "web", "manifest": "web", "version": "%s",
         "spec": {%s "profile": "%s", "data": ["data"],
           "health": {"command": "check", "within": "50ms", "stableFor": "0s", "interval": "10ms"},
           "hooks": {"preStart": {"command": "pre-start"}, "postStart": {"command": "post-start"},
             "preStop": {"command": "pre-stop"}, "postStop": {"command": "post-stop"}}},
         "files": %s}
        """
            .formatted(version, command, profile.name().toLowerCase(Locale.ROOT), Json.line(tree));
    SnapshotMark.Snapshot snapshot =
        (SnapshotMark.Snapshot) Json.read("mark", json.getBytes(UTF_8), SnapshotMark.class);
    return new DeployOrder(CELL, "uid-1", deployId(nth), snapshot, start);
  }

  private void file(
      Map<String, Object> tree, String version, String path, String type, String content) {
    String key = "bytes/" + version + "/" + path.replace('/', '_');
    byte[] bytes = content.getBytes(UTF_8);
    store.plant(key, bytes);
    tree.put(path, TreeByHand.file(type, path.startsWith("bin/") ? "0755" : "0644", key, bytes));
  }

  private interface Asked<T> {
    T of() throws InterruptedException;
  }

  private static <T> T run(Asked<T> asked) {
    try {
      return asked.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
