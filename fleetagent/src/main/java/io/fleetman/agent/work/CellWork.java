package io.fleetman.agent.work;

import io.fleetman.agent.activate.HostCell;
import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.journal.Entry;
import io.fleetman.agent.reconcile.Action;
import io.fleetman.agent.reconcile.Command;
import io.fleetman.agent.reconcile.Handled;
import io.fleetman.agent.reconcile.Planner;
import io.fleetman.document.CellState;
import io.fleetman.document.TriggerDocument;
import io.fleetman.store.StoreException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one trigger from its plan to its end, on the caller's thread. */
final class CellWork {
  private static final Logger LOG = LoggerFactory.getLogger(CellWork.class);

  /** With the waits between them about a minute: a service manager may be starting anew. */
  private static final int BLOCKED_TRIES = 7;

  /** A fault that comes again each time is no reason to try for ever. */
  private static final int FAULT_TRIES = 5;

  private final CellContext cell;
  private final Recall recall;
  private final Settlement settlement;
  private final Deployment deployment;

  /** Held while the host is asked or told anything about this cell. */
  private final ReentrantLock hostLock;

  private int blocked;
  private @Nullable String blockedId;
  private int faults;
  private @Nullable String faultyId;

  CellWork(CellContext cell, ReentrantLock hostLock, Room room) {
    this.cell = cell;
    this.hostLock = hostLock;
    this.recall = new Recall(cell);
    this.settlement = new Settlement(cell);
    this.deployment = new Deployment(cell, settlement, room);
  }

  /**
   * Does what the trigger asks.
   *
   * @return false if it has to be tried again
   * @throws StoreException if the store has to answer first; nothing was changed
   */
  boolean handle(SeenTrigger seen) throws InterruptedException {
    recall.readStatus(seen);
    return switch (seen) {
      case SeenTrigger.Garbled garbled -> {
        settlement.reject(garbled.id(), null, new Action.Reject(true, garbled.reason()));
        yield true;
      }
      case SeenTrigger.Understood understood -> {
        hostLock.lockInterruptibly();
        try {
          yield followOrGiveUp(understood.trigger());
        } finally {
          hostLock.unlock();
        }
      }
    };
  }

  private boolean followOrGiveUp(TriggerDocument trigger) throws InterruptedException {
    try {
      boolean done = follow(trigger);
      faults = 0;
      return done;
    } catch (StoreException | UncheckedIOException e) {
      throw e; // the store's or the disk's, not the agent's: they are waited for
    } catch (RuntimeException e) {
      faults = trigger.id().equals(faultyId) ? faults + 1 : 1;
      faultyId = trigger.id();
      if (faults < FAULT_TRIES) {
        throw e;
      }
      LOG.error("{}: a fault of the agent itself, given up after {} tries", cell.ref(), faults, e);
      return fail(trigger, e);
    }
  }

  private boolean fail(TriggerDocument trigger, RuntimeException fault)
      throws InterruptedException {
    HostCell host = cell.env().host().observe(cell.ref().cell());
    HostCell.Release there = host.current();
    Entry entry = cell.record().entry();
    Command working = entry == null ? null : entry.working();
    return new Execution(cell, trigger, working == null ? command(trigger) : working, host)
        .run(
            steps -> {
              steps.entered(CellState.ACTIVATING); // nobody knows what was touched by then
              return new Outcome.Failed(
                  "a fault of the agent itself, "
                      + FAULT_TRIES
                      + " times ("
                      + fault
                      + "): see its log on the node, and give the command again",
                  List.of(),
                  there == null ? null : there.version(),
                  Outcome.Fetched.NONE,
                  false);
            });
  }

  private boolean follow(TriggerDocument trigger) throws InterruptedException {
    Entry entry = cell.record().entry();
    Handled handled = entry == null ? null : entry.handled();
    HostCell host = cell.env().host().observe(cell.ref().cell());
    Action action = Planner.plan(trigger, handled, Observed.of(host));
    if (action instanceof Action.Nothing) {
      settlement.showAccepted();
      return true;
    }
    boolean needsHost = !(action instanceof Action.Reject reject && reject.outOfOrder());
    if (host.problem() != null && needsHost) {
      return blocked(trigger, action, handled, host, host.problem());
    }
    blocked = 0;
    LOG.info("{}: {}: {}", cell.ref(), action.getClass().getSimpleName(), action.reason());
    return switch (action) {
      case Action.Nothing _ -> true;
      case Action.Reject reject -> {
        settlement.reject(trigger.id(), trigger, reject);
        yield true;
      }
      case Action.Adopt adopt -> {
        settlement.adopt(trigger, host, adopt);
        yield true;
      }
      case Action.Deploy deploy -> deployment.run(trigger, host, deploy);
      case Action.Restart _ ->
          new Execution(cell, trigger, Command.RESTART, host)
              .run(steps -> cell.env().host().restart(cell.ref().cell(), steps));
      case Action.Start _ ->
          new Execution(cell, trigger, Command.START, host)
              .run(steps -> cell.env().host().start(cell.ref().cell(), steps));
      case Action.Stop _ ->
          new Execution(cell, trigger, Command.STOP, host)
              .run(steps -> cell.env().host().stop(cell.ref().cell(), steps));
      case Action.Remove _ ->
          new Execution(cell, trigger, Command.REMOVE, host)
              .run(steps -> cell.env().host().remove(cell.ref().cell(), steps));
    };
  }

  // Nothing is concluded from a host that cannot be asked, and nothing done to it. A command that
  // is known to be new does not wait for it in silence, nor without a limit.
  private boolean blocked(
      TriggerDocument trigger,
      Action action,
      @Nullable Handled handled,
      HostCell host,
      String problem)
      throws InterruptedException {
    if (handled == null) {
      throw new StoreException.Unavailable(problem, false, null);
    }
    blocked = trigger.id().equals(blockedId) ? blocked + 1 : 1;
    blockedId = trigger.id();
    boolean again = blocked < BLOCKED_TRIES;
    HostCell.Release there = host.current();
    return new Execution(cell, trigger, command(action, trigger), host)
        .run(
            _ ->
                new Outcome.Failed(
                    problem,
                    List.of(),
                    there == null ? null : there.version(),
                    Outcome.Fetched.NONE,
                    again));
  }

  private static Command command(Action action, TriggerDocument trigger) {
    return switch (action) {
      case Action.Deploy _ -> Command.DEPLOY;
      case Action.Restart _ -> Command.RESTART;
      case Action.Start _ -> Command.START;
      case Action.Stop _ -> Command.STOP;
      case Action.Remove _ -> Command.REMOVE;
      case Action.Nothing _, Action.Adopt _, Action.Reject _ -> command(trigger);
    };
  }

  static Command command(TriggerDocument trigger) {
    return switch (trigger.desired()) {
      case RUNNING -> Command.START;
      case STOPPED -> Command.STOP;
      case REMOVED -> Command.REMOVE;
    };
  }
}
