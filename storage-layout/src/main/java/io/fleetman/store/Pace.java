package io.fleetman.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * How requests follow each other: side by side, and with a wait before the next try. A test whose
 * seed is to replay has them one after the other on its own thread, and waits in a time of its own.
 */
public final class Pace {
  private static final ScopedValue<Waits> ONE_BY_ONE = ScopedValue.newInstance();

  private Pace() {}

  /** What is done instead of waiting. */
  @FunctionalInterface
  public interface Waits {
    /** Waits so long. */
    void pause(Duration time) throws InterruptedException;
  }

  /** Does work whose requests come one after the other, in order, on the caller's thread. */
  public static void oneByOne(Waits waits, Runnable work) {
    ScopedValue.where(ONE_BY_ONE, waits).run(work);
  }

  /** Waits before the next try. */
  public static void pause(Duration time) throws InterruptedException {
    if (ONE_BY_ONE.isBound()) {
      ONE_BY_ONE.get().pause(time);
    } else {
      Thread.sleep(time);
    }
  }

  /** Waits until there are so many permits, and takes them. */
  public static void acquire(Semaphore semaphore, int permits) throws InterruptedException {
    if (!ONE_BY_ONE.isBound()) {
      semaphore.acquire(permits);
      return;
    }
    while (!semaphore.tryAcquire(permits)) {
      ONE_BY_ONE.get().pause(Duration.ofMillis(100));
    }
  }

  static boolean isOneByOne() {
    return ONE_BY_ONE.isBound();
  }
}
