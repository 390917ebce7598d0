package io.fleetman.store;

import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Requests to a store side by side, on virtual threads, so many at a time and no more. */
public final class FanOut {
  private FanOut() {}

  /**
   * Does {@code action} for each item, at most {@code bound} at a time, and returns when all of
   * them are done. After the first failure no further item is begun.
   *
   * @throws RuntimeException the first failure, as it was thrown
   */
  public static <T> void forEach(Collection<T> items, int bound, Consumer<? super T> action) {
    Iterator<T> left = items.iterator();
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    Runnable worker =
        () -> {
          for (T item = take(left); item != null && failure.get() == null; item = take(left)) {
            try {
              action.accept(item);
            } catch (RuntimeException e) {
              failure.compareAndSet(null, e);
            }
          }
        };
    var threads =
        IntStream.range(0, Math.min(bound, items.size()))
            .mapToObj(_ -> Thread.startVirtualThread(worker))
            .toList();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.compareAndSet(
          null, new StoreException.Unavailable("interrupted while waiting", true, e));
      threads.forEach(Thread::interrupt);
    }
    RuntimeException first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  private static <T> @Nullable T take(Iterator<T> left) {
    synchronized (left) {
      return left.hasNext() ? left.next() : null;
    }
  }
}
