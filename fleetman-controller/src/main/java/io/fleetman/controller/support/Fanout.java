package io.fleetman.controller.support;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** Requests side by side on virtual threads, never more than {@value #BOUND} at once. */
public final class Fanout {
  /** How many run at once. */
  public static final int BOUND = 16;

  private Fanout() {}

  /** Does the work for each item; after the first failure nothing more is begun. */
  public static <T> void forEach(Collection<T> items, Consumer<T> work) {
    var _ =
        map(
            items,
            item -> {
              work.accept(item);
              return Boolean.TRUE;
            });
  }

  /**
   * The work's results in the order of the items. After the first failure nothing more is begun;
   * the failure is thrown once everything that was begun has ended.
   */
  public static <T, R> List<R> map(Collection<T> items, Function<T, R> work) {
    Semaphore slots = new Semaphore(BOUND);
    AtomicBoolean failed = new AtomicBoolean();
    List<Future<R>> futures = new ArrayList<>(items.size());
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T item : items) {
        slots.acquireUninterruptibly();
        if (failed.get() || Thread.currentThread().isInterrupted()) {
          slots.release();
          break;
        }
        futures.add(
            executor.submit(
                () -> {
                  try {
                    return work.apply(item);
                  } catch (RuntimeException | Error e) {
                    failed.set(true);
                    throw e;
                  } finally {
                    slots.release();
                  }
                }));
      }
    }
    List<R> results = new ArrayList<>(futures.size());
    for (Future<R> future : futures) {
      results.add(result(future));
    }
    if (results.size() < items.size()) {
      throw new IllegalStateException("interrupted; what was begun has ended, the rest was not");
    }
    return results;
  }

  private static <R> R result(Future<R> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException r -> throw r;
        case Error r -> throw r;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
