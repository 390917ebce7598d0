package io.fleetman.agent.work;

import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.journal.Entry;
import io.fleetman.agent.loop.Loop;
import io.fleetman.agent.report.Problems;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.layout.CellRef;
import io.fleetman.store.StoreException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one cell at its newest trigger, beside all others. */
final class CellWorker {
  private static final Logger LOG = LoggerFactory.getLogger(CellWorker.class);

  private final CellContext cell;
  private final ReentrantLock hostLock;
  private final CellWork work;
  private final CellView view;
  private final Runnable onChange;
  private final Loop loop;
  private volatile @Nullable SeenTrigger newest;

  CellWorker(CellRef ref, Env env, Room room, @Nullable Entry entry, Runnable onChange) {
    this.hostLock = new ReentrantLock();
    this.cell = CellContext.of(ref, env, entry, () -> newest);
    this.work = new CellWork(cell, hostLock, room);
    this.view = new CellView(ref.cell(), env, cell.record(), hostLock);
    this.onChange = onChange;
    this.loop = env.loops().loop("cell-" + ref.cell(), env.duty()::mayAct, this::turn);
  }

  /** What the node says about this cell. */
  CellView view() {
    return view;
  }

  /** A trigger was read, perhaps the same as before. */
  void offer(SeenTrigger trigger) {
    newest = trigger;
    loop.wake();
  }

  /** Does something to the cell while nobody else is at work on it. */
  Outcome operate(Cells.Operation operation) throws InterruptedException {
    hostLock.lockInterruptibly();
    try {
      return operation.on(cell.env().host());
    } finally {
      hostLock.unlock();
      onChange.run();
    }
  }

  /** What could not be followed is tried again: the snapshot may be there by now. */
  void recheck() {
    CellStatus shown = cell.record().shown();
    if (newest != null && shown != null && shown.state() == CellState.REJECTED) {
      loop.wake();
    }
  }

  /** Ends the work at once; the cell is left whole, and the next start goes on. */
  void interrupt() {
    loop.interrupt();
  }

  /** Waits until the work has ended, or so many milliseconds have passed. */
  void join(long millis) throws InterruptedException {
    loop.join(millis);
  }

  private boolean turn() throws InterruptedException {
    SeenTrigger next = newest;
    if (next == null) {
      return true;
    }
    String subject = "cell " + cell.ref();
    Problems problems = cell.env().problems();
    try {
      if (handle(next)) {
        problems.clear(subject);
        return true;
      }
    } catch (StoreException | UncheckedIOException e) {
      problems.set(subject, subject + " has to wait: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("{}: a fault of the agent itself", subject, e);
      problems.set(subject, subject + " has to wait for a fault of the agent itself: " + e);
    }
    return false;
  }

  private boolean handle(SeenTrigger trigger) throws InterruptedException {
    try {
      return work.handle(trigger);
    } finally {
      view.look(false);
      onChange.run();
    }
  }
}
