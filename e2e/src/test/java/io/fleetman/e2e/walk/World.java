package io.fleetman.e2e.walk;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.ServiceFile;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.store.InMemoryObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A bucket, a node id with two machines that want it, and a time. */
final class World {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss").withZone(ZoneOffset.UTC);
  private static final NodeId NODE = new NodeId("n1");
  private static final Map<String, String> SERVICES =
      new TreeMap<>(
          Map.of(
              "web", "{manifest: web, profile: systemd, command: ./run}",
              "files", "{manifest: files, profile: deploy}"));

  private final Random random;
  private final Time time = new Time();
  private final Ledger ledger = new Ledger(new InMemoryObjectStore(time::storeNow));
  private final Weather weather;
  private final List<CellRef> cells = new ArrayList<>();
  private final Map<CellRef, ManifestId> manifests = new TreeMap<>();
  private final List<Machine> machines = new ArrayList<>();
  private final NodeRules rules;
  private final Operators operators;
  private final @Nullable List<String> trace;
  private int ids;
  private int starts;

  World(Random random, Path folder, Trees trees, @Nullable List<String> trace) {
    this.random = random;
    this.trace = trace;
    this.weather = new Weather(random, time);
    this.rules = new NodeRules(NODE, ledger.rules());
    this.operators = new Operators(this, random, trees);
    time.storeIsWrongBy(wrong());
    for (String name : List.of("machine 1", "machine 2")) {
      machines.add(new Machine(name, folder.resolve(name.replace(' ', '-')), wrong()));
    }
    SERVICES.forEach(
        (name, yaml) -> {
          Definition.Service service = ServiceFile.parse("fleetman.yaml", yaml);
          CellRef cell = CellRef.parse(NODE + "/" + name);
          cells.add(cell);
          manifests.put(cell, service.manifest());
          runs(
              operators.begin(
                  "applies " + name,
                  fleet -> {
                    var _ = new Manifests(fleet).apply(service.manifest(), service.spec(), null);
                    var _ = new Cells(fleet).map(cell, service.manifest(), new TreeMap<>(), null);
                  }));
        });
  }

  /** Runs a task alone to its end. */
  static void runs(Task task) {
    while (!task.ended()) {
      task.resume();
    }
  }

  Time time() {
    return time;
  }

  Ledger ledger() {
    return ledger;
  }

  Weather weather() {
    return weather;
  }

  NodeRules rules() {
    return rules;
  }

  Operators operators() {
    return operators;
  }

  List<CellRef> cells() {
    return cells;
  }

  ManifestId manifest(CellRef cell) {
    return Objects.requireNonNull(manifests.get(cell));
  }

  List<Machine> machines() {
    return machines;
  }

  /** An agent starts on a machine. */
  VirtualAgent starts(Machine machine) {
    starts++;
    trace("an agent starts on " + machine);
    Program process = new Program(this, "agent " + starts + " on " + machine, machine.clockError());
    return new VirtualAgent(process, machine, NODE, rules);
  }

  /** By how much a clock is wrong: some hours, a minute, or nothing. */
  Duration wrong() {
    return switch (random.nextInt(4)) {
      case 0 -> Duration.ofMinutes(random.nextInt(-600, 600));
      case 1 -> Duration.ofSeconds(random.nextInt(-60, 60));
      default -> Duration.ZERO;
    };
  }

  Duration clockErrorOfAnOperator(int number) {
    return switch (number % 3) {
      case 0 -> Duration.ofHours(-5);
      case 1 -> Duration.ZERO;
      default -> Duration.ofMinutes(200);
    };
  }

  String newId(Instant now) {
    ids++;
    return TIME.format(now) + "-" + String.format("%012x", ids);
  }

  void trace(String what) {
    if (trace != null) {
      trace.add(what);
    }
  }
}
