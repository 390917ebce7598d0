package io.fleetman.agent.fetch;

import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Many small pieces of I/O side by side, within a bound; the first failure ends the others. */
public final class Fanout {
  private final int parallelism;

  /** At most {@code parallelism} at once in each call of {@link #run}. */
  public Fanout(int parallelism) {
    this.parallelism = parallelism;
  }

  /**
   * Runs all, and returns when all have ended.
   *
   * @throws ExecutionException with the first failure as its cause
   * @throws InterruptedException if interrupted; none is running any more
   */
  public void run(Collection<? extends Callable<?>> tasks)
      throws InterruptedException, ExecutionException {
    Semaphore slots = new Semaphore(parallelism);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ExecutorCompletionService<Object>(threads);
      int started = 0;
      try {
        for (Callable<?> task : tasks) {
          slots.acquire();
          started++;
          Future<Object> _ = done.submit(() -> runAndRelease(task, slots));
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

  private static Object runAndRelease(Callable<?> task, Semaphore slots) throws Exception {
    try {
      task.call();
      return true;
    } finally {
      slots.release();
    }
  }
}
