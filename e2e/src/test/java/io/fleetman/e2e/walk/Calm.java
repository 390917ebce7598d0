package io.fleetman.e2e.walk;

import io.fleetman.controller.doctor.Doctor;
import io.fleetman.controller.doctor.Finding;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The end of a walk: nothing fails any more, and everything comes to what was asked for. */
final class Calm {
  private static final int ROUNDS = 5;

  private final World world;
  private final List<Task> tasks;
  private final List<@Nullable VirtualAgent> agents;
  private final Random random;

  Calm(World world, List<Task> tasks, List<@Nullable VirtualAgent> agents, Random random) {
    this.world = world;
    this.tasks = tasks;
    this.agents = agents;
    this.random = random;
  }

  void comes() {
    world.weather().clears();
    world.machines().forEach(m -> m.cannotBeAsked(null));
    finish();
    while (world.weather().landsOne()) {
      world.trace("a late write lands");
    }
    VirtualAgent agent = onDuty();
    settle(agent);
    world.cells().forEach(cell -> statusAnswersTrigger(cell, agent));
    for (CellRef cell : world.cells()) {
      theNextPublishWorks(cell, agent);
    }
    nothingIsLeftBehind();
  }

  /** Everybody gets to the end of what he began. */
  private void finish() {
    takeTurns();
    while (!tasks.isEmpty()) {
      Collections.shuffle(tasks, random);
      for (Task task : List.copyOf(tasks)) {
        task.resume();
      }
      tasks.removeIf(Task::ended);
      takeTurns();
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

  /** The one agent that acts, once all have found out who that is. */
  private VirtualAgent onDuty() {
    for (int i = 0; i < 3; i++) {
      agents.forEach(
          agent -> {
            if (agent != null) {
              agent.beats(tasks);
            }
          });
      finish();
    }
    List<VirtualAgent> acting = new ArrayList<>();
    for (VirtualAgent agent : agents) {
      if (agent != null && agent.isOnDuty()) {
        acting.add(agent);
      }
    }
    if (acting.size() > 1) {
      throw new Violation("17", "two agents act with one node id: " + acting);
    }
    if (!acting.isEmpty()) {
      return acting.getFirst();
    }
    VirtualAgent fresh = world.starts(world.machines().getFirst());
    agents.set(0, fresh);
    fresh.beats(tasks);
    finish();
    return fresh;
  }

  private void settle(VirtualAgent agent) {
    for (int round = 0; round < ROUNDS; round++) {
      world.time().pass(Duration.ofMinutes(6));
      agent.beats(tasks);
      agent.polls(tasks);
      agent.reports(tasks);
      finish();
      if (!agent.isOnDuty()) {
        throw new Violation("17", agent.process() + " stood down alone: " + agent.problems());
      }
    }
  }

  /** What runs is what the trigger says, or the status says why it is not. */
  private void statusAnswersTrigger(CellRef cell, VirtualAgent agent) {
    TriggerDocument trigger =
        world.ledger().rules().document(Keys.trigger(cell), TriggerDocument.class);
    if (trigger == null) {
      return;
    }
    CellStatus status = world.ledger().rules().document(Keys.status(cell), CellStatus.class);
    if (status == null || !status.triggerId().equals(trigger.id()) || !status.state().isEnd()) {
      throw new Violation(
          "convergence",
          cell + ": " + trigger + " is not answered by " + status + agent.problems());
    }
    if (!status.state().isSuccess()) {
      if (status.reason() == null) {
        throw new Violation("convergence", cell + " does not say why: " + status);
      }
      return;
    }
    CellState wanted =
        switch (trigger.desired()) {
          case STOPPED -> CellState.STOPPED;
          case REMOVED -> CellState.REMOVED;
          case RUNNING ->
              status.state() == CellState.DEPLOYED ? CellState.DEPLOYED : CellState.RUNNING;
        };
    if (status.state() != wanted) {
      throw new Violation("convergence", cell + ": " + trigger + " came to " + status);
    }
  }

  private void theNextPublishWorks(CellRef cell, VirtualAgent agent) {
    Version version = world.operators().nextVersion();
    for (String path : List.of("lib/a.txt", "state")) {
      World.runs(world.operators().takesOverrideAway(cell, path));
    }
    World.runs(world.operators().map(cell));
    World.runs(world.operators().deploysGood(cell, version));
    agent.polls(tasks);
    finish();
    Installed current = agent.machine().place(cell.cell()).current();
    TriggerDocument trigger =
        world.ledger().rules().document(Keys.trigger(cell), TriggerDocument.class);
    CellStatus status = world.ledger().rules().document(Keys.status(cell), CellStatus.class);
    if (trigger == null
        || trigger.desired() != Desired.RUNNING
        || !version.equals(trigger.version())
        || status == null
        || !status.state().isSuccess()
        || !version.equals(status.running())
        || current == null
        || !current.version.equals(version)
        || !agent.machine().place(cell.cell()).runs()) {
      throw new Violation(
          "convergence",
          version + " was published to " + cell + " and is not there: " + trigger + " " + status);
    }
  }

  /** A second repair finds nothing, and no bytes are there that nothing names. */
  private void nothingIsLeftBehind() {
    world.time().pass(Duration.ofHours(30)); // the store's clock may have been set back by hours
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    World.runs(
        world.operators().begin("repairs", fleet -> first.addAll(new Doctor(fleet).repair())));
    World.runs(
        world.operators().begin("repairs", fleet -> second.addAll(new Doctor(fleet).repair())));
    World.runs(
        world.operators().begin("examines", fleet -> findings.addAll(new Doctor(fleet).examine())));
    findings.removeIf(f -> f.severity() == Finding.Severity.WARNING);
    if (!second.isEmpty() || !findings.isEmpty()) {
      throw new Violation("4", "after a repair (" + first + "): " + second + findings);
    }
    for (String key : world.ledger().keys()) {
      boolean bytes =
          switch (KeyParser.parse(key).orElse(null)) {
            case KnownKey.SnapshotFile _, KnownKey.DeploymentFile _, KnownKey.OverrideFile _ ->
                true;
            case null, default -> false;
          };
      if (bytes && !world.ledger().rules().isNamed(key)) {
        throw new Violation("4", key + " is garbage, and repair left it");
      }
    }
  }
}
