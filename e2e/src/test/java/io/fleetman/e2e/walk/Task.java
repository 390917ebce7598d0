package io.fleetman.e2e.walk;

import io.fleetman.store.Pace;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Work of a process on a thread of its own that runs only while it has the turn, and gives it back
 * at every request and every step on a host: so one at a time runs, and a seed says which.
 */
final class Task {
  private static final ScopedValue<Task> CURRENT = ScopedValue.newInstance();

  /** What is done. */
  interface Work {
    void run() throws InterruptedException;
  }

  private static final long PATIENCE = Long.getLong("walk.patience", 180);

  private final Program process;
  private final String name;
  private final Thread thread;
  private final Semaphore turn = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private volatile boolean ended;
  private volatile @Nullable Throwable failure;

  Task(Program process, String name, Work work) {
    this.process = process;
    this.name = name;
    this.thread = Thread.ofVirtual().name(process + " " + name).unstarted(() -> body(work));
  }

  private void body(Work work) {
    turn.acquireUninterruptibly();
    try {
      process.alive();
      ScopedValue.where(CURRENT, this)
          .run(() -> Pace.oneByOne(process::waits, () -> uninterrupted(work)));
    } catch (Killed e) {
      process.trace("killed");
    } catch (Throwable e) {
      failure = e;
    } finally {
      ended = true;
      back.release();
    }
  }

  private static void uninterrupted(Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a walk", e);
    }
  }

  /** Lets it go on to its next request. */
  void resume() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
    turn.release();
    try {
      if (!back.tryAcquire(PATIENCE, TimeUnit.SECONDS)) {
        IllegalStateException stuck = new IllegalStateException(this + " waits for something else");
        stuck.setStackTrace(thread.getStackTrace());
        throw stuck;
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a walk", e);
    }
    switch (failure) {
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      case null, default -> {
        // it goes on, or is done
      }
    }
  }

  /** Gives the turn back until it is resumed; nothing outside of a task. */
  static void handOver() {
    if (CURRENT.isBound()) {
      Task task = CURRENT.get();
      task.back.release();
      task.turn.acquireUninterruptibly();
    }
  }

  boolean ended() {
    return ended;
  }

  Program process() {
    return process;
  }

  @Override
  public String toString() {
    return process + " " + name;
  }
}
