package io.fleetman.agent;

import io.fleetman.agent.activate.CellHost;
import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.activate.Steps;
import io.fleetman.agent.config.AgentConfig;
import io.fleetman.agent.install.Accounts;
import io.fleetman.agent.install.SpaceProbe;
import io.fleetman.agent.install.SystemAccounts;
import io.fleetman.agent.job.JobSettings;
import io.fleetman.agent.job.Jobs;
import io.fleetman.agent.job.Reserve;
import io.fleetman.agent.process.Runner;
import io.fleetman.agent.process.SystemRunner;
import io.fleetman.agent.report.NodeReporter;
import io.fleetman.agent.runtime.SystemdTools;
import io.fleetman.agent.work.Cells;
import io.fleetman.job.StepInput;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How jobs are put together with the rest of the agent. */
final class JobParts {
  private JobParts() {}

  static Jobs jobs(AgentConfig config, Jobs.Agent agent, Cells cells, KillPoints kills) {
    Runner runner = new SystemRunner();
    Accounts accounts = new SystemAccounts(runner);
    return Jobs.of(
        settings(config),
        agent,
        new Jobs.Machine(
            config.stateFolder(),
            new SystemdTools(Wiring.systemd(config.systemd()), runner, accounts.self()),
            accounts,
            (cell, action, steps) -> operate(cells, cell, action, steps),
            runner,
            new Reserve(config.diskReserve(), SpaceProbe.SYSTEM),
            Clock.systemUTC(),
            kills));
  }

  private static JobSettings settings(AgentConfig config) {
    AgentConfig.Jobs jobs = config.jobs();
    return new JobSettings(
        jobs.enabled(),
        config.node(),
        jobs.folder(),
        jobs.handlerFolder(),
        Set.copyOf(jobs.stepTypes()),
        Set.copyOf(jobs.users()),
        jobs.commands(),
        jobs.atOnce(),
        jobs.pollInterval(),
        jobs.maxTimeout(),
        jobs.outputLimit(),
        jobs.limits(),
        jobs.keep(),
        jobs.keepFor());
  }

  /** What a job's conditions are held against; a label does not hide what the node itself says. */
  static Map<String, String> facts(NodeReporter.Facts facts) {
    Map<String, String> all = new TreeMap<>(facts.labels());
    all.put("node", facts.node().value());
    all.put("hostname", facts.hostname());
    all.put("os", facts.os());
    all.put("arch", facts.arch());
    all.put("agentVersion", facts.agentVersion());
    return all;
  }

  private static Outcome operate(
      Cells cells, CellId cell, StepInput.Service.Action action, Steps steps)
      throws InterruptedException {
    return cells
        .operate(cell, host -> operate(host, cell, action, steps))
        .orElseGet(() -> new Outcome.Refused("there is no cell " + cell + " on this node", null));
  }

  private static Outcome operate(
      CellHost host, CellId cell, StepInput.Service.Action action, Steps steps)
      throws InterruptedException {
    return switch (action) {
      case START -> host.start(cell, steps);
      case STOP -> host.stop(cell, steps);
      case RESTART -> host.restart(cell, steps);
    };
  }
}
