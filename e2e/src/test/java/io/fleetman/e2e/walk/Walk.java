package io.fleetman.e2e.walk;

import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One walk: steps chosen by a seed, each judged, and then a calm in which everything converges. */
final class Walk {
  private static final int OPERATORS_AT_ONCE = 5;
  private static final List<Duration> PASSES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofMinutes(3),
          Duration.ofMinutes(11),
          Duration.ofHours(2));

  private final Random random;
  private final World world;
  private final List<Task> tasks = new ArrayList<>();
  private final List<@Nullable VirtualAgent> agents = new ArrayList<>();
  private int step;

  Walk(long seed, Path folder, Trees trees, @Nullable List<String> trace) {
    this.random = new Random(seed);
    this.world = new World(random, folder, trees, trace);
    for (Machine machine : world.machines()) {
      agents.add(agents.isEmpty() ? world.starts(machine) : null);
    }
  }

  /** Takes so many steps, then comes to rest. */
  void run(int steps) {
    try {
      for (step = 1; step <= steps; step++) {
        world.trace("---- step " + step);
        something();
        goOn(random.nextInt(40));
        check();
      }
      world.trace("---- calm");
      new Calm(world, tasks, agents, random).comes();
      check();
    } finally {
      tasks.forEach(task -> task.process().kill());
      tasks.stream().filter(task -> !task.ended()).forEach(Task::resume);
    }
  }

  int step() {
    return step;
  }

  private void something() {
    int machine = random.nextInt(agents.size());
    VirtualAgent agent = agents.get(machine);
    switch (random.nextInt(40)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> {
        if (tasks.stream().filter(t -> isOperators(t)).count() < OPERATORS_AT_ONCE) {
          tasks.addAll(world.operators().somebodyDoesSomething());
        }
      }
      case 10, 11 -> killAgent(machine);
      case 12 -> {
        if (agent == null) {
          agents.set(machine, world.starts(world.machines().get(machine)));
        }
      }
      case 13 -> losesState(machine);
      case 14, 15 -> killOperator();
      case 16, 17 -> world.trace("faults: " + world.weather().worsens());
      case 18, 19, 20 -> world.weather().clears();
      case 21, 22, 23 -> world.trace("a late write lands: " + world.weather().landsOne());
      case 24, 25, 26 -> passes(PASSES.get(random.nextInt(PASSES.size())));
      case 27 -> world.time().storeIsWrongBy(world.wrong());
      case 28 -> world.machines().get(machine).clockIsWrongBy(world.wrong());
      case 29 -> {
        world.trace("the service manager of machine " + machine + " does not answer");
        world.machines().get(machine).cannotBeAsked("systemctl does not answer");
      }
      case 30, 31 -> world.machines().forEach(m -> m.cannotBeAsked(null));
      default -> agentsWork();
    }
  }

  private boolean isOperators(Task task) {
    return !task.ended()
        && agents.stream().noneMatch(a -> a != null && a.process().equals(task.process()));
  }

  private void passes(Duration time) {
    world.trace(time + " pass");
    world.time().pass(time);
  }

  private void agentsWork() {
    for (VirtualAgent agent : agents) {
      if (agent != null) {
        agent.beats(tasks);
        agent.polls(tasks);
        if (random.nextInt(3) == 0) {
          agent.reports(tasks);
        }
      }
    }
  }

  private void killAgent(int machine) {
    VirtualAgent agent = agents.get(machine);
    if (agent == null) {
      return;
    }
    world.trace(agent.process() + " is killed");
    agent.process().kill();
    agents.set(
        machine, random.nextInt(6) == 0 ? null : world.starts(world.machines().get(machine)));
  }

  private void losesState(int machine) {
    VirtualAgent agent = agents.get(machine);
    Machine lost = world.machines().get(machine);
    world.trace(lost + " loses its agent's state");
    if (agent != null) {
      agent.process().kill();
    }
    lost.losesState();
    world.rules().journalLost(lost, world.cells());
    agents.set(machine, world.starts(lost));
  }

  private void killOperator() {
    List<Task> operators = tasks.stream().filter(this::isOperators).toList();
    if (!operators.isEmpty()) {
      Program process = operators.get(random.nextInt(operators.size())).process();
      world.trace(process + " is killed");
      process.kill();
    }
  }

  /** So many times somebody, whoever it is, gets to his next request. */
  private void goOn(int times) {
    for (int i = 0; i < times; i++) {
      takeTurns();
      if (tasks.isEmpty()) {
        agentsWork();
      }
      if (!tasks.isEmpty()) {
        Task task = tasks.get(random.nextInt(tasks.size()));
        int quanta = 1 + random.nextInt(8);
        for (int n = 0; n < quanta && !task.ended(); n++) {
          task.resume();
        }
      }
      tasks.removeIf(Task::ended);
    }
  }

  private void takeTurns() {
    List<CellId> ids = world.cells().stream().map(CellRef::cell).toList();
    for (VirtualAgent agent : agents) {
      if (agent != null) {
        tasks.addAll(agent.next(ids));
      }
    }
  }

  private void check() {
    for (Machine machine : world.machines()) {
      world.rules().currentReleasesAreWhole(machine);
    }
    for (VirtualAgent agent : agents) {
      if (agent != null) {
        agent.hasNoFaultOfItsOwn();
      }
    }
  }
}
