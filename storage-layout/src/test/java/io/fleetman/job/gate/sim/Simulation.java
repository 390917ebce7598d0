package io.fleetman.job.gate.sim;

import io.fleetman.document.Author;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Share;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Entry;
import io.fleetman.job.gate.GateReader;
import io.fleetman.job.gate.JobGate;
import io.fleetman.job.gate.Run;
import io.fleetman.job.gate.Settler;
import io.fleetman.job.gate.Standing;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** One execution, from its creation to its end. */
final class Simulation {
  private static final Fault[] FAULTS = {
    Fault.UNREACHABLE,
    Fault.ANSWER_LOST,
    Fault.LANDS_LATE,
    Fault.HUNG,
    Fault.DENIED,
    Fault.CONFLICT,
    Fault.REFUSED,
    Fault.DONE_BUT_REFUSED,
    Fault.SERVER_ERROR,
    Fault.SLOW_DOWN
  };
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration EXPIRY = Duration.ofMinutes(40);
  private static final Duration LONG_ENOUGH = Duration.ofHours(12);

  final Turns turns;
  private final Random random;
  private final InMemoryObjectStore bucket;
  private final FaultyObjectStore faulty;
  private final Run run;
  private final Map<NodeId, Host> hosts = new TreeMap<>();
  private final Map<NodeId, Turns.Worker> agents = new HashMap<>();
  private final double deadly;
  private final double failing;

  Simulation(long seed, int nodes) {
    random = new Random(seed);
    turns = new Turns(random);
    bucket = new InMemoryObjectStore(turns::now);
    faulty = new FaultyObjectStore(bucket).whileHanging(turns::pause);
    List<NodeId> targets =
        IntStream.range(0, nodes).mapToObj(i -> new NodeId("node-%03d".formatted(i))).toList();
    targets.forEach(node -> hosts.put(node, new Host(node)));
    deadly = List.of(0.0, 0.1, 0.4).get(random.nextInt(3));
    failing = List.of(0.05, 0.3, 0.8).get(random.nextInt(3));
    run = new Run(execution(targets), turns.now());
  }

  private ExecutionMark.Execution execution(List<NodeId> targets) {
    Share concurrent =
        switch (random.nextInt(4)) {
          case 0 -> new Share(1 + random.nextInt(10), false);
          case 1 -> new Share(1 + random.nextInt(30), true);
          case 2 -> new Share(targets.size(), false);
          default -> null;
        };
    Share failures =
        switch (random.nextInt(4)) {
          case 0 -> new Share(random.nextInt(10), false);
          case 1 -> new Share(random.nextInt(50), true);
          default -> null;
        };
    JobPolicy policy =
        JobPolicy.DEFAULT
            .with(concurrent, failures)
            .with(EXPIRY, TIMEOUT)
            .with(random.nextInt(3), Duration.ofSeconds(5));
    return new ExecutionMark.Execution(
        new ExecutionId("e"),
        "simulated",
        null,
        JobDocument.of(Step.of("a", new StepInput.RunCommand(List.of("true")))),
        new TreeMap<>(),
        targets,
        null,
        policy,
        null,
        author("made"));
  }

  private Author author(String reason) {
    return new Author("somebody", turns.now(), reason);
  }

  JobGate gate(NodeId node) {
    return new JobGate(
        new DocumentStore(new Line(faulty, turns)), run, node, this::author, turns::nanos);
  }

  /** Everything that happens. */
  void run() {
    var _ = faulty.randomly(random.nextLong(), random.nextInt(3) * 0.1, FAULTS);
    for (Host host : hosts.values()) {
      if (random.nextDouble() < deadly / 4) {
        continue; // nobody ever comes up there
      }
      startAgent(host, 1, turns.upTo(Duration.ofSeconds(20)));
    }
    int controllers = random.nextInt(3);
    for (int i = 0; i < controllers; i++) {
      var _ = turns.start(turns.upTo(Duration.ofSeconds(20)), this::control);
    }
    if (random.nextInt(4) == 0) {
      boolean all = random.nextBoolean();
      var _ = turns.start(turns.upTo(Duration.ofMinutes(3)), () -> cancel(all));
    }
    var _ = turns.start(Duration.ofSeconds(10), this::lateWritesLand);
    // The last one comes when all others may be gone, in calm weather.
    var _ = turns.start(Duration.ofHours(3), this::settleAll);
    turns.run(LONG_ENOUGH);
    verify();
  }

  private void startAgent(Host host, int incarnation, Duration after) {
    Turns.Worker agent =
        turns.start(after, () -> new Agent(this, host, host.node + "." + incarnation).run());
    agents.put(host.node, agent);
    if (random.nextDouble() < deadly && incarnation < 5) {
      var _ =
          turns.start(after.plus(turns.upTo(Duration.ofMinutes(4))), () -> die(host, incarnation));
    }
  }

  // kill -9; sometimes the machine goes down with it, and sometimes for good
  private void die(Host host, int incarnation) {
    Objects.requireNonNull(agents.get(host.node)).kill();
    if (random.nextInt(3) == 0) {
      host.units.values().forEach(unit -> unit.cut(turns.nanos()));
      host.units.clear();
    }
    if (random.nextInt(4) != 0) {
      startAgent(host, incarnation + 1, turns.upTo(Duration.ofMinutes(10)));
    }
  }

  /** The host starts what the gate let in. */
  void begins(Host host, int attempt, Entry.Begin begin) {
    long now = turns.nanos();
    long limit = TIMEOUT.minus(begin.age()).toNanos();
    long needs =
        turns
            .upTo(random.nextInt(8) == 0 ? TIMEOUT.multipliedBy(2) : Duration.ofSeconds(40))
            .toNanos();
    NodeStatus outcome =
        needs > limit
            ? NodeStatus.TIMED_OUT
            : random.nextDouble() < failing ? NodeStatus.FAILED : NodeStatus.SUCCEEDED;
    Host.Unit unit = new Host.Unit(begin.slot(), now, now + Math.min(needs, limit), outcome);
    if (host.units.put(attempt, unit) != null) {
      throw new AssertionError(host.node + " started attempt " + attempt + " twice");
    }
    long running =
        hosts.values().stream()
            .flatMap(h -> h.units.values().stream())
            .filter(u -> u.runs(now))
            .count();
    int most = run.job().policy().slots(run.job().targets().size());
    if (running > most) {
      throw new AssertionError(running + " run at once, and at most " + most + " may");
    }
  }

  private void control() {
    GateReader reader = new GateReader(documents(), run);
    Settler settler = new Settler(documents(), this::author);
    while (true) {
      try {
        Board board = reader.all();
        if (board.status().isEnd()) {
          return;
        }
        var _ = settler.settle(board);
      } catch (StoreException _) {
        // it looks again
      }
      turns.pause(turns.upTo(Duration.ofSeconds(60)));
    }
  }

  private void cancel(boolean all) {
    Settler settler = new Settler(documents(), this::author);
    while (true) {
      try {
        if (all) {
          var _ = settler.latch(run.job().id(), "enough", true);
        }
        Board board = new GateReader(documents(), run).all();
        for (NodeId node : all ? run.job().targets() : List.of(anyNode())) {
          var _ =
              settler.cancel(
                  run.job().id(),
                  node,
                  Objects.requireNonNull(board.standings().get(node)),
                  "enough");
        }
        return;
      } catch (StoreException _) {
        turns.pause(turns.upTo(Duration.ofSeconds(5)));
      }
    }
  }

  private NodeId anyNode() {
    return run.job().targets().get(random.nextInt(run.job().targets().size()));
  }

  private void lateWritesLand() {
    while (turns.nanos() < Duration.ofHours(4).toNanos()) {
      var _ = faulty.landOneLateWrite();
      turns.pause(turns.upTo(Duration.ofSeconds(20)));
    }
  }

  private void settleAll() {
    faulty.heal();
    faulty.landLateWrites();
    control();
  }

  private DocumentStore documents() {
    return new DocumentStore(new Line(faulty, turns));
  }

  private void verify() {
    Board board = new GateReader(new DocumentStore(bucket), run).all();
    List<String> wrong = new ArrayList<>();
    board
        .standings()
        .forEach(
            (node, standing) -> {
              if (!(standing instanceof Standing.Ended ended)) {
                wrong.add(node + " has not ended: " + standing);
              } else if (ended.last() != null) {
                honest(node, ended.last(), wrong);
              }
            });
    int failures = failures(board);
    int targets = run.job().targets().size();
    JobPolicy policy = run.job().policy();
    if (policy.abortAfter() != null
        && failures > policy.mostFailures(targets) + policy.slots(targets)) {
      wrong.add(failures + " failed under " + policy);
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(wrong + " under " + policy);
    }
  }

  private static int failures(Board board) {
    return (int) board.verdicts().values().stream().filter(v -> v.status().isFailure()).count();
  }

  // What a node is said to have done, it did.
  private void honest(NodeId node, Verdict verdict, List<String> wrong) {
    Host.Unit unit = Objects.requireNonNull(hosts.get(node)).units.get(verdict.attempt());
    switch (verdict.status()) {
      case SUCCEEDED, FAILED, TIMED_OUT -> {
        if (unit != null && unit.came() != verdict.status()) {
          wrong.add(node + " " + unit.came() + " and is said to be " + verdict.status());
        }
      }
      default -> {
        // nothing that a host could contradict
      }
    }
  }
}
