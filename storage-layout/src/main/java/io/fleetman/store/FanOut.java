package io.fleetman.store;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Requests to a store side by side, on virtual threads, so many at a time and no more. */
public final class FanOut {
  private FanOut() {}

  /**
   * Does {@code action} for each item, at most {@code bound} at a time, and returns when nothing is
   * under way any more. After the first failure, or an interrupt, no further item is begun.
   *
   * @throws RuntimeException the first failure, as it was thrown
   */
  public static <T> void forEach(Collection<T> items, int bound, Consumer<? super T> action) {
    Iterator<T> left = items.iterator();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable worker =
        () -> {
          T item = take(left);
          while (item != null && failure.get() == null) {
            try {
              action.accept(item);
            } catch (RuntimeException | Error e) {
              failure.compareAndSet(null, e);
            }
            item = take(left);
          }
        };
    int side = Math.min(bound, items.size());
    List<Thread> threads =
        IntStream.range(0, side == 1 || Pace.isOneByOne() ? 0 : side)
            .mapToObj(_ -> Thread.startVirtualThread(worker))
            .toList();
    if (threads.isEmpty()) {
      worker.run();
    }
    awaitEnd(threads, failure);
    switch (failure.get()) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {
        // all of them were done
      }
    }
  }

  // Interrupted itself, it interrupts them all, and still waits until they have ended.
  private static void awaitEnd(List<Thread> threads, AtomicReference<@Nullable Throwable> failure) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (true) {
        try {
          thread.join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
          failure.compareAndSet(
              null, new StoreException.Unavailable("interrupted while waiting", true, e));
          threads.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> @Nullable T take(Iterator<T> left) {
    synchronized (left) {
      return left.hasNext() ? left.next() : null;
    }
  }
}
