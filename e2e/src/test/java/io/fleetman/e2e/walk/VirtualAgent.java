package io.fleetman.e2e.walk;

import io.fleetman.agent.journal.Journal;
import io.fleetman.agent.poll.Poller;
import io.fleetman.agent.report.Duty;
import io.fleetman.agent.report.Heartbeats;
import io.fleetman.agent.report.Machinery;
import io.fleetman.agent.report.NodeReporter;
import io.fleetman.agent.report.Problems;
import io.fleetman.agent.work.Cells;
import io.fleetman.agent.work.Env;
import io.fleetman.codec.Json;
import io.fleetman.document.CellReport;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellId;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListedAbsence;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/** A real agent, but for its threads and its host: put together as the program does it. */
final class VirtualAgent {
  private static final Duration SCAN = Duration.ofMinutes(5);
  private static final Path NOWHERE = Path.of("/nowhere");

  private final Program process;
  private final Machine machine;
  private final NodeRules rules;
  private final TurnLoops loops;
  private final Duty duty = new Duty();
  private final Problems problems;
  private final Heartbeats heartbeats;
  private final Cells cells;
  private final Poller poller;
  private final NodeReporter reporter;
  private final Map<String, Task> busy = new LinkedHashMap<>();

  VirtualAgent(Program process, Machine machine, NodeId node, NodeRules rules) {
    this.process = process;
    this.machine = machine;
    this.rules = rules;
    this.problems = new Problems(process.clock().withZone(ZoneOffset.UTC));
    this.loops = new TurnLoops(process);
    rules.startedAnew(machine);
    String incarnation = process.newId(process.clock().instant());
    process.store().whenRead((key, answer) -> heard(key, answer, node, incarnation));
    ObjectStore store = new ListedAbsence(process.store(), Keys.cells(node));
    DocumentStore documents = new DocumentStore(store);
    VirtualHost host = new VirtualHost(process, machine, rules);
    Journal journal = new Journal(machine.state());
    try {
      journal.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Cells> known = new ArrayList<>();
    this.heartbeats =
        new Heartbeats(
            documents,
            new Heartbeats.Sign(
                node, incarnation, "walk", Duration.ofSeconds(30), Duration.ofSeconds(5)),
            duty,
            problems,
            new Machinery(NOWHERE, NOWHERE),
            () -> known.isEmpty() ? new TreeMap<>() : known.getFirst().states(),
            process.clock(),
            process.world().time()::nanos,
            false);
    this.cells =
        new Cells(
            new Env(
                node,
                documents,
                host,
                journal,
                heartbeats,
                duty,
                problems,
                loops,
                new Semaphore(1000),
                process.clock(),
                point -> process.reaches("passes " + point.word())),
            () -> {});
    known.add(cells);
    this.reporter =
        new NodeReporter(
            documents,
            new NodeReporter.Facts(node, "walk", machine.toString(), "os", "arch", Map.of()),
            new Eyes(host),
            heartbeats,
            problems,
            duty);
    this.poller =
        new Poller(
            node, store, cells, Poller.Also.NOBODY, SCAN, problems, process.world().time()::nanos);
    cells.recall();
  }

  private void heard(String key, GetResult answer, NodeId node, String incarnation) {
    switch (answer) {
      case GetResult.Found found when duty.mayAct() && key.equals(Keys.heartbeat(node)) -> {
        if (!Json.read(key, found.body(), Heartbeat.class).incarnation().equals(incarnation)) {
          process.trace("sees that another agent has its node id");
          rules.sawForeignIncarnation(machine);
        }
      }
      case GetResult.Absent _ -> rules.toldThatThereIsNone(machine, key);
      default -> {
        // what others write is theirs
      }
    }
  }

  Program process() {
    return process;
  }

  Machine machine() {
    return machine;
  }

  boolean isOnDuty() {
    return !process.dead() && duty.mayAct();
  }

  /** What it may do next; each may be started at once, beside all that it does already. */
  List<Task> next(Iterable<CellId> ids) {
    List<Task> next = new ArrayList<>();
    if (process.dead()) {
      return next;
    }
    for (TurnLoops.Turns turns : loops.waiting()) {
      next.add(turns.take(() -> ids.forEach(cell -> rules.noteEnds(machine, cell))));
    }
    return next;
  }

  /** Its heartbeat, unless it is beating. */
  void beats(List<Task> tasks) {
    begin(tasks, "beat", this::beat);
  }

  /** A poll, once it may act. */
  void polls(List<Task> tasks) {
    if (duty.mayAct()) {
      begin(tasks, "poll", poller::poll);
    }
  }

  /** A look at the host and a report, once it may act. */
  void reports(List<Task> tasks) {
    if (duty.mayAct()) {
      begin(tasks, "report", this::report);
    }
  }

  private void begin(List<Task> tasks, String name, Task.Work work) {
    Task last = busy.get(name);
    if (!process.dead() && (last == null || last.ended())) {
      Task task = new Task(process, name, work);
      busy.put(name, task);
      tasks.add(task);
    }
  }

  private void beat() {
    try {
      heartbeats.beat();
      problems.clear("heartbeat");
    } catch (StoreException e) {
      problems.set("heartbeat", String.valueOf(e.getMessage()));
    }
  }

  private void report() throws InterruptedException {
    cells.look(false);
    try {
      reporter.report();
      problems.clear("report");
    } catch (StoreException e) {
      problems.set("report", String.valueOf(e.getMessage()));
    }
  }

  /** Invariant 10 among others: a state that cannot follow is a fault of the agent itself. */
  void hasNoFaultOfItsOwn() {
    for (String problem : problems.all()) {
      if (problem.contains("fault of the agent itself")) {
        throw new Violation("10", problem);
      }
    }
  }

  List<String> problems() {
    return problems.all();
  }

  private final class Eyes implements NodeReporter.Host {
    private final VirtualHost host;

    Eyes(VirtualHost host) {
      this.host = host;
    }

    @Override
    public void look(boolean full) throws InterruptedException {
      cells.look(full);
    }

    @Override
    public List<CellReport> cells() {
      return cells.reports();
    }

    @Override
    public SortedMap<Profile, String> profiles() {
      return host.profiles();
    }
  }
}
