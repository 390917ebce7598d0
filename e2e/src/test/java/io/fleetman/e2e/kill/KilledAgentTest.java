package io.fleetman.e2e.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.Profile;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.AgentNode;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.kill.Doomed.Change;
import io.fleetman.e2e.kill.Sampler.Sample;
import io.fleetman.e2e.node.Ports;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * kill -9 of the real agent on a real node, while each of many cells stands at another step of its
 * deployment; then it is started again and left alone. All that is asserted afterwards was seen by
 * a process that knows nothing of the agent, or stands in the bucket and on the disk.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("nodes")
class KilledAgentTest {
  private static final boolean ALL = Boolean.getBoolean("fleetman.exhaustive");

  @TempDir Path folder;

  private final NodeId id;
  private final List<Doomed> cells;
  private final Map<Doomed, Integer> ports = new HashMap<>();
  private final Map<Doomed, String> wishes = new HashMap<>();
  private Map<String, List<Sample>> atTheKill = Map.of();
  private Map<String, List<Sample>> samples = Map.of();
  private Map<String, Left> left = Map.of();
  private final Map<Doomed, CellStatus> statuses = new HashMap<>();
  private final Map<Doomed, List<String>> histories = new HashMap<>();

  KilledAgentTest(NodeId id, List<Doomed> cells) {
    this.id = id;
    this.cells = cells;
  }

  static Stream<Arguments> nodes() {
    NodeId one = new NodeId("killed-once");
    return ALL
        ? Arrays.stream(Profile.values())
            .map(p -> Map.entry(p, new NodeId("killed-" + p.name().toLowerCase(Locale.ROOT))))
            .map(e -> Arguments.of(e.getValue(), Doomed.everywhere(e.getValue(), e.getKey())))
        : Stream.of(Arguments.of(one, Doomed.onceAtEachStep(one)));
  }

  /** In CI each step once; with -Pexhaustive with each profile and change. */
  @TestFactory
  Stream<DynamicTest> invariant15_killedAtEveryStepItConvergesWithoutAMixture() {
    Rung.NODES.require();
    try (Fleet fleet = Fleet.init(folder);
        AgentNode node = AgentNode.asRoot(fleet, id.value())) {
      try {
        killAndRecover(fleet, node);
      } catch (AssertionError e) {
        System.out.println(node.agentLog());
        throw e;
      }
    }
    return cells.stream().map(c -> DynamicTest.dynamicTest(c.toString(), () -> check(c)));
  }

  private void killAndRecover(Fleet fleet, AgentNode node) {
    long begun = System.nanoTime();
    HandPublisher publisher = new HandPublisher(fleet.documents().objects());
    for (Doomed cell : cells) {
      ports.put(cell, Ports.next());
      if (cell.change().before() != null) {
        wishes.put(cell, publisher.publish(cell, port(cell), cell.change().before()));
      }
    }
    publisher.ring(id);
    awaitEnds(fleet);
    statuses.forEach(
        (cell, status) ->
            assertThat(status.state().isSuccess())
                .as("%s of %s before anything is killed: %s", status.state(), cell, status.reason())
                .isTrue());
    say(begun, "%d cells deployed".formatted(wishes.size()));

    Sampler sampler = new Sampler(node);
    sampler.start(watched());
    node.machine()
        .writeFile(
            "/run/systemd/system/fleetagent.service.d/hold.conf",
            "[Service]\nEnvironment=FLEETMAN_HOLD_AT="
                + cells.stream().map(Doomed::hold).collect(Collectors.joining(","))
                + "\n");
    // Those that are held while they fetch must not keep the others from it.
    node.run("cp /etc/fleetagent/config.yaml /etc/fleetagent/as-it-was");
    node.run("echo 'fetch: {deployments: 64}' >> /etc/fleetagent/config.yaml");
    node.run("systemctl daemon-reload && systemctl restart fleetagent");
    for (Doomed cell : cells) {
      wishes.put(cell, publisher.publish(cell, port(cell), cell.change().wanted()));
    }
    publisher.ring(id);
    awaitHeld(node);
    sampler.look();
    sampler.mark();
    say(begun, "every cell is where it is to be killed");

    node.run("rm -r /run/systemd/system/fleetagent.service.d && systemctl daemon-reload");
    node.run("mv /etc/fleetagent/as-it-was /etc/fleetagent/config.yaml");
    node.run("systemctl kill --signal=KILL fleetagent");
    awaitEnds(fleet);
    sampler.look();
    say(begun, "killed, started again, and done");
    collect(fleet, node, sampler.stop());
  }

  private Map<String, List<@Nullable Object>> watched() {
    Map<String, List<@Nullable Object>> watched = new TreeMap<>();
    for (Doomed cell : cells) {
      List<@Nullable Object> how = new ArrayList<>();
      how.add(cell.runs() ? port(cell) : null);
      how.add(cell.change().wanted());
      watched.put(name(cell), how);
    }
    return watched;
  }

  private void awaitHeld(AgentNode node) {
    List<String> missing = new ArrayList<>();
    try {
      Patience.until(
          "every cell to be held",
          () -> {
            List<String> said =
                node.run("journalctl -u fleetagent -o cat --no-pager | grep '^held at ' || true")
                    .lines()
                    .toList();
            missing.clear();
            cells.stream().map(Doomed::held).filter(h -> !said.contains(h)).forEach(missing::add);
            return missing.isEmpty();
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; these were not: " + missing, e);
    }
  }

  private void awaitEnds(Fleet fleet) {
    List<Doomed> left = new ArrayList<>(wishes.keySet());
    try {
      Patience.until(
          "every cell to end",
          () -> {
            left.removeIf(cell -> ended(fleet, cell));
            return left.isEmpty();
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; these did not: " + left, e);
    }
  }

  private boolean ended(Fleet fleet, Doomed cell) {
    CellStatus status = fleet.status(cell.cell()).orElse(null);
    if (status == null || !status.state().isEnd() || !status.triggerId().equals(wishes.get(cell))) {
      return false;
    }
    statuses.put(cell, status);
    return true;
  }

  private void collect(Fleet fleet, AgentNode node, List<Sample> seen) {
    int mark = 0;
    while (seen.get(mark).cell() != null) {
      mark++;
    }
    atTheKill = Sampler.byCell(seen.subList(0, mark));
    samples = Sampler.byCell(seen);
    left = Left.on(node);
    for (Doomed cell : cells) {
      String prefix = Keys.history(cell.cell());
      histories.put(
          cell,
          fleet.documents().objects().list(prefix, "/", null).objects().stream()
              .map(o -> o.key().substring(prefix.length()))
              .toList());
      String wish = wishes.get(cell);
      if (wish != null) {
        assertThat(
                fleet
                    .documents()
                    .read(Keys.history(cell.cell(), wish), HistoryDocument.class)
                    .found())
            .as("history of %s", cell)
            .hasValueSatisfying(
                h ->
                    assertThat(h.state())
                        .isEqualTo(Objects.requireNonNull(statuses.get(cell)).state()));
      }
    }
  }

  private static void say(long begun, String what) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf("kill points on a node: %s after %d s%n", what, took.toSeconds());
  }

  // ---- what must be so of each cell ------------------------------------------------------------

  private void check(Doomed cell) {
    Change change = cell.change();
    List<Sample> seen = Objects.requireNonNull(samples.get(name(cell)));
    saidAndDone(cell);
    assertThat(distinct(seen.stream().map(Sample::shown)))
        .as("what the files of current said, in order")
        .matches(
            switch (change) {
              case GOOD -> "1.0 in 50;1.1 in 50";
              case BROKEN -> "1.0 in 50(;1.2 in 50;1.0 in 50)?";
              case FIRST -> "(-;)?1.0 in 50";
              case FIRST_BROKEN -> "-(;1.2 in 50;-)?";
            });
    if (cell.runs()) {
      assertThat(distinct(seen.stream().map(Sample::served)))
          .as("what the service answered, in order")
          .matches(
              switch (change) {
                case GOOD -> "1.0(;-)?;1.1";
                case BROKEN -> "1.0(;-)?(;1.2)?(;-)?;1.0";
                case FIRST -> "(-;)?1.0";
                case FIRST_BROKEN -> "-(;1.2;-)?";
              });
      servedTheOldOneUntilTheNewWasWhole(cell, seen);
      assertThat(left(cell).starts())
          .as("what each start of the service read")
          .containsExactlyElementsOf(
              switch (change) {
                case GOOD -> List.of("1.0", "1.1");
                case BROKEN -> List.of("1.0", "1.2", "1.0");
                case FIRST -> List.of("1.0");
                case FIRST_BROKEN -> List.of("1.2");
              });
    }
  }

  private void servedTheOldOneUntilTheNewWasWhole(Doomed cell, List<Sample> seen) {
    if (cell.change().before() == null) {
      return;
    }
    assertThat(seen)
        .filteredOn(s -> !s.served().equals("1.0"))
        .as("moments at which the old release was not served")
        .allMatch(Sample::whole);
    if (cell.point().compareTo(KillPoint.DEPLOY_STOPPED) < 0) {
      Sample last = Objects.requireNonNull(atTheKill.get(name(cell))).getLast();
      assertThat(last.served()).as("served while the agent was dead").isEqualTo("1.0");
    }
  }

  private void saidAndDone(Doomed cell) {
    Change change = cell.change();
    CellStatus status = Objects.requireNonNull(statuses.get(cell));
    assertThat(status.state())
        .as(String.valueOf(status.reason()))
        .isEqualTo(
            switch (change) {
              case GOOD, FIRST ->
                  cell.profile() == Profile.DEPLOY ? CellState.DEPLOYED : CellState.RUNNING;
              case BROKEN -> CellState.ROLLED_BACK;
              case FIRST_BROKEN -> CellState.FAILED;
            });
    assertThat(Objects.toString(status.running(), null)).isEqualTo(change.after());
    assertThat(histories.get(cell))
        .as("history: one entry for each command")
        .hasSize(change.before() == null ? 1 : 2);
    assertThat(left(cell).working()).as("the journal has unfinished work").isFalse();
    assertThat(left(cell).unsent()).isZero();
    assertThat(left(cell).folder()).doesNotContain("incoming").noneMatch(n -> n.startsWith("."));
    assertThat(left(cell).releases())
        .as("each release has its record and list, and nothing else is there")
        .allSatisfy(r -> assertThat(left(cell).releases()).filteredOn(r::equals).hasSize(3));
  }

  private static String distinct(Stream<String> values) {
    List<String> changes = new ArrayList<>();
    values.filter(v -> changes.isEmpty() || !changes.getLast().equals(v)).forEach(changes::add);
    return String.join(";", changes);
  }

  private Left left(Doomed cell) {
    return Objects.requireNonNull(left.get(name(cell)));
  }

  private int port(Doomed cell) {
    return Objects.requireNonNull(ports.get(cell));
  }

  private static String name(Doomed cell) {
    return cell.cell().cell().value();
  }
}
