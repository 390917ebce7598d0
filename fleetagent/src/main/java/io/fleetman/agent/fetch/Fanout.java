package io.fleetman.agent.fetch;

import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Many small pieces of I/O side by side, within a bound that all callers share; a caller's first
 * failure ends its others.
 */
public final class Fanout {
  private final Semaphore slots;

  /** At most {@code parallelism} at once, however many call {@link #run}. */
  public Fanout(int parallelism) {
    this.slots = new Semaphore(parallelism, true);
  }

  /**
   * Runs all, and returns when all have ended.
   *
   * @throws ExecutionException with the first failure as its cause
   * @throws InterruptedException if interrupted; none is running any more
   */
  public void run(Collection<? extends Callable<?>> tasks)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ExecutorCompletionService<Object>(threads);
      int started = 0;
      try {
        for (Callable<?> task : tasks) {
          slots.acquire();
          started++;
          Future<Object> _ = done.submit(() -> runAndRelease(task));
          for (Future<Object> f = done.poll(); f != null; f = done.poll()) {
            started--;
            f.get();
          }
        }
        while (started-- > 0) {
          done.take().get();
        }
      } catch (InterruptedException | ExecutionException e) {
        threads.shutdownNow(); // close() then waits for those that are ending
        throw e;
      }
    }
  }

  private Object runAndRelease(Callable<?> task) throws Exception {
    try {
      task.call();
      return true;
    } finally {
      slots.release();
    }
  }
}
