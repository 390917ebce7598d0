package io.fleetman.e2e.fault;

import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.AgentNode;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.e2e.store.Endpoint;
import io.fleetman.layout.CellRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that share one real node, whose agent reaches the store through a proxy that breaks what a
 * test says. One service is up all the time, and is watched.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultyStoreTest {
  /** Whether faults last as long as the full sizes want it. */
  static final boolean FULL = Boolean.getBoolean("fleetman.exhaustive");

  private static final long SEED = 4;

  private final String name;
  private final Rung store;
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private @Nullable Path folder;
  private @Nullable Fleet fleet;
  private @Nullable FaultProxy proxy;
  private @Nullable AgentNode node;
  private @Nullable Uptime steady;

  FaultyStoreTest(String node, Rung store) {
    this.name = node;
    this.store = store;
  }

  @BeforeAll
  final void boot(@TempDir Path temporary) {
    Rung.NODES.check();
    store.check();
    folder = temporary;
    Fleet made =
        store == Rung.EMBEDDED
            ? Fleet.init(temporary)
            : Fleet.at(temporary, Endpoint.fromEnvironment(store.name()));
    fleet = made;
    FaultProxy between =
        FaultProxy.start(
            0, made.endpoint().url(), new Faults(SEED, log::add), FaultProxy.Line.PERFECT);
    proxy = between;
    made.agentsThrough(
        between.url(),
        "request_timeout: 2s\nretries: 1\n",
        "poll_interval: 300ms\nheartbeat_interval: 1s\nscan_interval: 1s\nhost_interval: 1s\n");
    node = AgentNode.asRoot(made, name);
    WebService web = new WebService(temporary, "steady").on(name, "steady");
    made.deploy(web.version("1"), "1").orThrow();
    steady = Uptime.of(web.port());
  }

  @BeforeEach
  final void onRealNodes() {
    Rung.NODES.require();
    store.require();
  }

  @AfterEach
  final void noServiceWasTouched() {
    proxy().up();
    proxy().faults().clear();
    try {
      Objects.requireNonNull(steady).isUnbroken();
    } catch (AssertionError e) {
      System.out.println(String.join("\n", log));
      System.out.println(node().agentLog());
      throw e;
    }
  }

  @AfterAll
  final void shutDown() {
    if (steady != null) {
      steady.close();
    }
    if (node != null) {
      node.close();
    }
    if (proxy != null) {
      proxy.close();
    }
    if (fleet != null) {
      fleet.close();
    }
  }

  final Path folder() {
    return Objects.requireNonNull(folder);
  }

  final Fleet fleet() {
    return Objects.requireNonNull(fleet);
  }

  final FaultProxy proxy() {
    return Objects.requireNonNull(proxy);
  }

  final AgentNode node() {
    return Objects.requireNonNull(node);
  }

  final WebService service(String cell) {
    return new WebService(folder(), cell).stableFor("1s").on(name, cell);
  }

  /** Breaks these requests of the agent, and returns once so many more of them met it. */
  final void broken(int times, Rule... rules) {
    long before = proxy().faults().met();
    proxy().faults().set(rules);
    Fleet.await(
        times + " requests that meet " + rules[0].fault(),
        () -> Optional.of(times).filter(n -> proxy().faults().met() >= before + n));
  }

  /** Goes on as it is for a while: the one thing here that is about time. */
  static void lasting(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All requests are passed on again. */
  final void healed() {
    proxy().up();
    proxy().faults().clear();
  }

  /** Publishes past the proxy, and does not wait for the node. */
  final void publish(WebService web, String version) {
    fleet()
        .cli("deploy", web.version(version).folder(), "--version", version, "--yes", "--no-wait")
        .orThrow();
  }

  /** Waits until the agent says of a cell that it is this version and runs. */
  final CellStatus runs(CellRef cell, String version) {
    try {
      return Fleet.await(cell + " " + version, () -> running(cell, version));
    } catch (AssertionError e) {
      System.out.println(String.join("\n", log));
      System.out.println(node().agentLog());
      throw new AssertionError("it says " + fleet().status(cell), e);
    }
  }

  private Optional<CellStatus> running(CellRef cell, String version) {
    return fleet()
        .status(cell)
        .filter(s -> s.state() == CellState.RUNNING && s.version() != null)
        .filter(s -> String.valueOf(s.version()).equals(version));
  }
}
