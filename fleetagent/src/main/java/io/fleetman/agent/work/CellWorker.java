package io.fleetman.agent.work;

import io.fleetman.agent.activate.DeployOrder;
import io.fleetman.agent.activate.HostCell;
import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.journal.Entry;
import io.fleetman.agent.reconcile.Action;
import io.fleetman.agent.reconcile.Command;
import io.fleetman.agent.reconcile.Handled;
import io.fleetman.agent.reconcile.Planner;
import io.fleetman.agent.report.CellOutbox;
import io.fleetman.codec.DocumentException;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.store.Read;
import io.fleetman.store.StoreException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on one cell, on a thread of its own while there is work: takes the newest trigger, plans,
 * acts, and says what came of it.
 */
final class CellWorker {
  private static final Logger LOG = LoggerFactory.getLogger(CellWorker.class);

  /** With the waits between them about a minute: a service manager may be starting anew. */
  private static final int BLOCKED_TRIES = 7;

  private final CellRef ref;
  private final Env env;
  private final CellRecord record;
  private final CellOutbox outbox;
  private final CellView view;
  private final Runnable onChange;

  /** Held while the host is asked or told anything about this cell. */
  private final ReentrantLock hostLock = new ReentrantLock();

  private boolean statusRead;
  private int blocked;
  private @Nullable String blockedId;
  private @Nullable SeenTrigger newest;
  private boolean wanted;
  private @Nullable Thread thread;

  CellWorker(CellRef ref, Env env, @Nullable Entry entry, Runnable onChange) {
    this.onChange = onChange;
    this.ref = ref;
    this.env = env;
    this.record = new CellRecord(ref.cell(), env.journal(), entry);
    this.outbox =
        new CellOutbox(
            env.documents(),
            ref,
            record,
            env.heartbeats(),
            env.duty(),
            env.problems(),
            env.backoff());
    this.view = new CellView(ref.cell(), env, record, hostLock);
  }

  /** What the node says about this cell. */
  CellView view() {
    return view;
  }

  /** A trigger was read, perhaps the same as before. */
  synchronized void offer(SeenTrigger trigger) {
    newest = trigger;
    wake();
  }

  /** What could not be followed is tried again: the snapshot may be there by now. */
  synchronized void recheck() {
    CellStatus shown = record.shown();
    if (newest != null && shown != null && shown.state() == CellState.REJECTED) {
      wake();
    }
  }

  /** Ends the work at once; the cell is left whole, and the next start goes on. */
  @Nullable Thread interrupt() {
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null) {
      running.interrupt();
    }
    return running;
  }

  private synchronized void wake() {
    wanted = true;
    notifyAll();
    if (thread == null && env.duty().mayAct()) {
      thread = Thread.ofVirtual().name("cell-" + ref.cell()).start(this::run);
    }
  }

  private void run() {
    int failures = 0;
    for (SeenTrigger next = next(); next != null; next = next()) {
      String subject = "cell " + ref;
      try {
        if (handle(next)) {
          failures = 0;
          env.problems().clear(subject);
          continue;
        }
        failures++;
      } catch (InterruptedException e) {
        break;
      } catch (StoreException | UncheckedIOException e) {
        failures++;
        env.problems().set(subject, subject + " has to wait: " + e.getMessage());
      } catch (RuntimeException e) {
        failures++;
        LOG.error("{}: a fault of the agent itself", subject, e);
        env.problems().set(subject, subject + " has to wait for a fault of the agent itself: " + e);
      }
      if (!waitForNext(failures)) {
        break;
      }
    }
    synchronized (this) {
      if (Thread.currentThread().equals(thread)) { // or a later wake has started another already
        thread = null;
      }
    }
  }

  private synchronized @Nullable SeenTrigger next() {
    if (!wanted || !env.duty().mayAct()) {
      thread = null;
      return null;
    }
    wanted = false;
    return newest;
  }

  private synchronized boolean waitForNext(int failures) {
    long end = System.nanoTime() + env.backoff().after(failures).toNanos();
    try {
      for (long left = end - System.nanoTime();
          !wanted && left > 0;
          left = end - System.nanoTime()) {
        wait(Math.max(1, left / 1_000_000));
      }
    } catch (InterruptedException e) {
      return false;
    }
    wanted = true;
    return true;
  }

  /** Does what the trigger asks; false if it has to be tried again. */
  private boolean handle(SeenTrigger seen) throws InterruptedException {
    readStatus();
    return switch (seen) {
      case SeenTrigger.Garbled garbled -> {
        reject(garbled.id(), null, new Action.Reject(true, garbled.reason()));
        yield true;
      }
      case SeenTrigger.Understood understood -> {
        hostLock.lockInterruptibly();
        try {
          yield handle(understood.trigger());
        } finally {
          hostLock.unlock();
          view.look(false);
          onChange.run();
        }
      }
    };
  }

  private boolean handle(TriggerDocument trigger) throws InterruptedException {
    Entry entry = record.entry();
    Handled handled = entry == null ? null : entry.handled();
    HostCell host = env.host().observe(ref.cell());
    Action action = Planner.plan(trigger, handled, Observed.of(host));
    if (action instanceof Action.Nothing) {
      showAccepted();
      return true;
    }
    boolean needsHost = !(action instanceof Action.Reject reject && reject.outOfOrder());
    if (host.problem() != null && needsHost) {
      return blocked(trigger, action, handled, host, host.problem());
    }
    blocked = 0;
    LOG.info("{}: {}: {}", ref, action.getClass().getSimpleName(), action.reason());
    return switch (action) {
      case Action.Nothing _ -> true;
      case Action.Reject reject -> {
        reject(trigger.id(), trigger, reject);
        yield true;
      }
      case Action.Adopt adopt -> adopt(trigger, host, adopt);
      case Action.Deploy deploy -> deploy(trigger, host, deploy);
      case Action.Restart _ ->
          new Execution(this, trigger, Command.RESTART, host)
              .run(steps -> env.host().restart(ref.cell(), steps));
      case Action.Start _ ->
          new Execution(this, trigger, Command.START, host)
              .run(steps -> env.host().start(ref.cell(), steps));
      case Action.Stop _ ->
          new Execution(this, trigger, Command.STOP, host)
              .run(steps -> env.host().stop(ref.cell(), steps));
      case Action.Remove _ ->
          new Execution(this, trigger, Command.REMOVE, host)
              .run(steps -> env.host().remove(ref.cell(), steps));
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
    return new Execution(this, trigger, command(action, trigger), host)
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

  private boolean deploy(TriggerDocument trigger, HostCell host, Action.Deploy deploy)
      throws InterruptedException {
    Read<SnapshotMark> mark;
    try {
      mark = env.documents().read(Keys.snapshot(ref, deploy.version()), SnapshotMark.class);
    } catch (DocumentException e) {
      reject(trigger.id(), trigger, new Action.Reject(false, e.getMessage()));
      return true;
    }
    if (Planner.admit(deploy, ref, mark) instanceof Action.Reject reject) {
      reject(trigger.id(), trigger, reject);
      return true;
    }
    SnapshotMark.Snapshot snapshot =
        (SnapshotMark.Snapshot) mark.found().orElseThrow(); // or it was not admitted
    DeployOrder order =
        new DeployOrder(
            ref.cell(), uid(trigger, host), deploy.deployId(), snapshot, deploy.start());
    return new Execution(this, trigger, Command.DEPLOY, host)
        .run(
            steps -> {
              if (deploy.takeDown() != null
                  && !(env.host().remove(ref.cell(), new QuietSteps(steps))
                      instanceof Outcome.Done)) {
                return new Outcome.Failed(
                    "what an earlier cell of this name left could not be taken down",
                    List.of(),
                    null,
                    Outcome.Fetched.NONE,
                    true);
              }
              return env.host().deploy(order, steps);
            });
  }

  // A trigger written by hand may leave the uid out: then it is for whichever cell has the name.
  private String uid(TriggerDocument trigger, HostCell host) {
    if (trigger.cellUid() != null) {
      return trigger.cellUid();
    }
    if (host.current() != null) {
      return host.current().cellUid();
    }
    return env.documents()
        .read(Keys.cell(ref), CellDocument.class)
        .found()
        .map(CellDocument::uid)
        .orElse("by-hand");
  }

  private boolean adopt(TriggerDocument trigger, HostCell host, Action.Adopt adopt) {
    Entry before = record.entry();
    CellStatus begun =
        Progress.begin(
            ref, before == null ? null : before.accepted(), trigger, command(trigger), host, now());
    Statuses.End end =
        new Statuses.End(
            adopt.state(),
            host.current() == null ? null : host.current().version(),
            null,
            List.of(),
            Outcome.Fetched.NONE);
    CellStatus ended = Statuses.ended(begun, end, now());
    List<HistoryDocument> unsent = unsent(before);
    if (before != null) { // rebuilding what was lost is no command of its own
      unsent.add(Statuses.history(ended, command(trigger), begun.running(), end, now(), trigger));
    }
    record.write(new Entry(ended, ended, null, unsent));
    outbox.send();
    return true;
  }

  /** Says that the trigger cannot be followed. */
  void reject(String id, @Nullable TriggerDocument trigger, Action.Reject reject) {
    LOG.warn("{}: rejected: {}", ref, reject.reason());
    Entry before = record.entry();
    CellStatus accepted = before == null ? null : before.accepted();
    CellStatus shown = Progress.rejected(ref, accepted, id, trigger, reject, now());
    Command working = before == null ? null : before.working();
    List<HistoryDocument> unsent = unsent(before);
    if (!reject.outOfOrder()
        && accepted != null
        && working != null
        && !accepted.triggerId().equals(id)) {
      unsent.add(Statuses.overtaken(accepted, working, accepted.running(), id, now()));
    }
    record.write(
        new Entry(
            reject.outOfOrder() ? accepted : shown,
            shown,
            reject.outOfOrder() ? working : null,
            unsent));
    outbox.send();
  }

  private void showAccepted() {
    Entry entry = record.entry();
    if (entry != null && entry.accepted() != null && !entry.accepted().equals(entry.shown())) {
      record.write(new Entry(entry.accepted(), entry.accepted(), entry.working(), entry.unsent()));
    }
    outbox.send();
  }

  // Without a journal nothing is done before the store said what this agent itself wrote last.
  private void readStatus() {
    if (statusRead) {
      return;
    }
    Entry entry = record.entry();
    try {
      Read<CellStatus> read = env.documents().read(Keys.status(ref), CellStatus.class);
      outbox.was(read);
      CellStatus found = read.found().orElse(null);
      if (found != null && (entry == null || isNewer(found, entry))) {
        LOG.info("{}: remembered from status.json: {}", ref, found.state());
        record.write(Entry.rebuilt(found));
      }
      statusRead = true;
    } catch (DocumentException e) {
      LOG.warn("{}; it is written again", e.getMessage());
      statusRead = true;
    } catch (StoreException e) {
      if (entry == null) {
        throw e;
      }
    }
  }

  private static boolean isNewer(CellStatus found, Entry entry) {
    return entry.accepted() != null && found.sequence() > entry.accepted().sequence();
  }

  static List<HistoryDocument> unsent(@Nullable Entry entry) {
    return entry == null ? new ArrayList<>() : new ArrayList<>(entry.unsent());
  }

  private static Command command(TriggerDocument trigger) {
    return switch (trigger.desired()) {
      case RUNNING -> Command.START;
      case STOPPED -> Command.STOP;
      case REMOVED -> Command.REMOVE;
    };
  }

  synchronized @Nullable SeenTrigger newest() {
    return newest;
  }

  CellRef ref() {
    return ref;
  }

  Env env() {
    return env;
  }

  CellRecord record() {
    return record;
  }

  CellOutbox outbox() {
    return outbox;
  }

  Instant now() {
    return env.clock().instant();
  }
}
