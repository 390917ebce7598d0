package io.fleetman.agent.job;

import io.fleetman.agent.install.Accounts;
import io.fleetman.agent.process.Runner;
import io.fleetman.agent.report.Duty;
import io.fleetman.agent.report.Problems;
import io.fleetman.agent.runtime.SystemdTools;
import io.fleetman.codec.DocumentException;
import io.fleetman.job.gate.Run;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All jobs of this node. */
public final class Jobs {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final String SUBJECT = "jobs";

  private final JobEnv env;
  private final Inbox inbox;
  private final Turns turns;
  private final SortedMap<ExecutionId, NodeShare> open = new TreeMap<>();
  private final Set<ExecutionId> over = new HashSet<>();
  private boolean recalled;

  /** Knows none before {@link #look}. */
  private Jobs(JobEnv env) {
    this.env = env;
    this.inbox = new Inbox(env);
    this.turns = new Turns(env.host().settings().atOnce());
  }

  /**
   * What jobs need of the agent.
   *
   * @param node this node
   * @param incarnation of this start of the agent
   * @param facts that conditions are held against
   * @param documents the store
   * @param duty whether to act at all
   * @param problems where to say what is wrong
   */
  public record Agent(
      NodeId node,
      String incarnation,
      Map<String, String> facts,
      DocumentStore documents,
      Duty duty,
      Problems problems) {}

  /**
   * What jobs need of the machine.
   *
   * @param stateFolder what the agent remembers
   * @param systemd how systemd is spoken to, if it answers
   * @param accounts the node's users
   * @param services the node's cells
   * @param runner runs tools
   * @param reserve what stays free on the disk
   * @param clock this node's
   * @param kills told of every step
   */
  public record Machine(
      Path stateFolder,
      SystemdTools systemd,
      Accounts accounts,
      Services services,
      Runner runner,
      Reserve reserve,
      InstantSource clock,
      KillPoints kills) {}

  /** The jobs of a node, by its settings. */
  public static Jobs of(JobSettings settings, Agent agent, Machine machine) {
    Accounts accounts = machine.accounts();
    NodeFiles files = new NodeFiles(agent.documents().objects(), accounts, machine.reserve());
    JobHost host =
        new JobHost(
            settings,
            new Admission(settings, accounts.self()),
            new Keepers(machine.systemd(), machine.runner()),
            new Programs(settings, accounts, files),
            files,
            machine.services(),
            machine.runner(),
            machine.reserve(),
            new Memory(machine.stateFolder()),
            machine.clock(),
            agent.duty()::mayAct,
            machine.kills());
    return new Jobs(
        new JobEnv(
            agent.node(),
            agent.incarnation(),
            agent.documents(),
            host,
            Map.copyOf(agent.facts()),
            agent.duty(),
            agent.problems()));
  }

  /** Makes the folders that they need. */
  public void open() throws IOException {
    env.host().memory().open();
  }

  /**
   * Looks at what the node has to do, and goes on with what an agent before this one has begun.
   *
   * @throws StoreException if the store did not answer; what was heard is followed
   */
  public synchronized void look() {
    recall();
    List<ExecutionId> named;
    try {
      named = inbox.list();
      env.problems().clear(SUBJECT);
    } catch (StoreException.AccessDenied e) {
      // Keys from before there were jobs: cells are served all the same.
      env.problems()
          .set(SUBJECT, "no jobs can run here, as the keys do not allow it: " + e.getMessage());
      return;
    }
    over.retainAll(Set.copyOf(named));
    open.values().removeIf(this::isOver);
    for (ExecutionId execution : named) {
      if (!open.containsKey(execution) && !over.contains(execution)) {
        hear(execution);
      }
    }
    for (NodeShare share : List.copyOf(open.values())) {
      share.look();
    }
  }

  private boolean isOver(NodeShare share) {
    if (share.ended()) {
      over.add(share.execution());
    }
    return share.ended();
  }

  private void hear(ExecutionId execution) {
    try {
      inbox
          .read(execution)
          .ifPresentOrElse(run -> start(run, null), () -> over.add(execution)); // it is pruned
    } catch (DocumentException e) {
      LOG.warn("job {} is rejected: {}", execution, e.getMessage());
      inbox.reject(execution, "this agent cannot understand it: " + e.getMessage());
      over.add(execution);
    } catch (StoreException.AccessDenied e) {
      LOG.warn("job {} cannot be read, or is there no more: {}", execution, e.getMessage());
    }
  }

  private void start(Run run, @org.jspecify.annotations.Nullable Memo memo) {
    NodeShare share = new NodeShare(env, run, turns, memo);
    open.put(run.job().id(), share);
    share.start();
  }

  // What was begun goes on without asking the store. What was not may be pruned by now.
  private void recall() {
    if (recalled) {
      return;
    }
    for (Memo memo : env.host().memory().readAll()) {
      ExecutionId execution = memo.execution().id();
      if (open.containsKey(execution)) {
        continue;
      }
      if (memo.begun() != null || isThere(execution)) {
        start(memo.run(), memo);
      } else {
        env.host().memory().forget(execution);
      }
    }
    recalled = true;
  }

  private boolean isThere(ExecutionId execution) {
    try {
      return inbox.read(execution).isPresent();
    } catch (DocumentException e) {
      return false; // it is looked at anew, and rejected
    }
  }

  /** How long to wait until the next look at the doorbell. */
  public synchronized Duration pace(Duration idle) {
    Duration fast = env.host().settings().poll();
    boolean busy = open.values().stream().anyMatch(NodeShare::runs);
    return busy && fast.compareTo(idle) < 0 ? fast : idle;
  }

  /** Ends all work of the agent; processes run on, and its next start finds them. */
  public void stop(long millis) throws InterruptedException {
    List<NodeShare> shares;
    synchronized (this) {
      shares = new ArrayList<>(open.values());
    }
    shares.forEach(NodeShare::interrupt);
    long end = System.nanoTime() + millis * 1_000_000;
    for (NodeShare share : shares) {
      share.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
  }
}
