package io.fleetman.controller.web;

import io.fleetman.store.StoreException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads something again and again while somebody looks at it, in one thread of its own, and keeps
 * the last that it got: whoever looks waits for nothing but the first answer, and a store that is
 * slow or dead costs a mark of age, not the page. Nobody looks: nothing is read.
 *
 * @param <T> what is read; immutable
 */
final class Watch<T> implements AutoCloseable {
  /** For how long one look keeps the reading going. */
  static final Duration ATTENTION = Duration.ofSeconds(10);

  /** An attempt that takes longer is called slow. */
  static final Duration SLOW = Duration.ofSeconds(4);

  private static final Logger log = LoggerFactory.getLogger(Watch.class);

  private final Supplier<T> reader;
  private final Duration interval;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Thread thread;
  private boolean closed;
  private boolean looked;
  private long lookedAt;
  private boolean reading;
  private long readingSince;
  private long attempts;
  private @Nullable T value;
  private long valueAt;
  private @Nullable String problem;

  /**
   * What there is to see.
   *
   * @param value the last that was read; null if nothing ever was
   * @param age how old the value is at least; zero if there is none
   * @param problem why it is not newer, one sentence; null if it is as new as it should be
   */
  record Seen<T>(@Nullable T value, Duration age, @Nullable String problem) {}

  /**
   * @param reader reads once; may throw, may take long
   * @param interval between the end of one reading and the next
   * @param nanos a monotonic clock
   */
  Watch(Supplier<T> reader, Duration interval, LongSupplier nanos) {
    this.reader = reader;
    this.interval = interval;
    this.nanos = nanos;
  }

  void start() {
    thread = Thread.ofVirtual().name("fleet-watch").start(this::run);
  }

  /**
   * The present state; keeps the reading going for {@link #ATTENTION}.
   *
   * @param patience how long the first to look may wait for a fresh answer
   */
  Seen<T> look(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean first = !attended();
      looked = true;
      lookedAt = nanos.getAsLong();
      changed.signalAll();
      if (first || attempts == 0) {
        long before = attempts;
        long left = patience.toNanos();
        while (attempts == before && left > 0 && !closed) {
          left = changed.awaitNanos(left);
        }
      }
      return seen();
    } finally {
      lock.unlock();
    }
  }

  private Seen<T> seen() {
    long now = nanos.getAsLong();
    String why = problem;
    Duration waiting = Duration.ofNanos(now - readingSince);
    if (reading && waiting.compareTo(SLOW) >= 0) {
      why = "the store has not answered for " + waiting.toSeconds() + " s";
    } else if (value == null && why == null) {
      why = "the store has not answered yet";
    }
    return new Seen<>(value, value == null ? Duration.ZERO : Duration.ofNanos(now - valueAt), why);
  }

  private boolean attended() {
    return looked && nanos.getAsLong() - lookedAt < ATTENTION.toNanos();
  }

  private void run() {
    try {
      while (awaitAttention()) {
        readOnce();
        TimeUnit.NANOSECONDS.sleep(interval.toNanos());
      }
    } catch (InterruptedException e) {
      // closed: nobody waits for more
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitAttention() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && !attended()) {
        changed.await();
      }
      reading = !closed;
      readingSince = nanos.getAsLong();
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void readOnce() {
    T read = null;
    String failed = null;
    try {
      read = reader.get();
    } catch (StoreException e) {
      log.debug("the fleet was not read", e);
      failed = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      log.warn("the fleet was not read", e);
      failed = "the fleet cannot be read (the controller's log has more): " + e.getMessage();
    }
    lock.lock();
    try {
      attempts++;
      reading = false;
      problem = failed;
      if (read != null) {
        value = read;
        // as of when it was asked for: what came meanwhile may not be in it
        valueAt = readingSince;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (thread != null) {
      thread.interrupt();
    }
  }
}
