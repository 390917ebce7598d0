package io.fleetman.agent.runtime;

import io.fleetman.agent.process.Result;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes long and is the same for all who ask for it, as systemd's reading of all its
 * files: whoever comes while it runs shares the next run with all others who wait.
 */
final class SharedRun {
  /** The thing itself. */
  @FunctionalInterface
  interface Task {
    Result run() throws InterruptedException;
  }

  private final Task task;
  private boolean running;
  private long begun;
  private @Nullable Result last;
  private long lastBegun;

  SharedRun(Task task) {
    this.task = task;
  }

  /** The result of a run that began after this call. */
  Result run() throws InterruptedException {
    long mine;
    synchronized (this) {
      long before = begun;
      while (running) {
        wait();
        if (last != null && lastBegun > before) {
          return last;
        }
      }
      running = true;
      begun++;
      mine = begun;
    }
    Result result = null;
    try {
      result = task.run();
      return result;
    } finally {
      ended(result, mine);
    }
  }

  // Without a result, for it was interrupted: the next who waits runs it.
  private synchronized void ended(@Nullable Result result, long mine) {
    running = false;
    if (result != null) {
      last = result;
      lastBegun = mine;
    }
    notifyAll();
  }
}
