package io.fleetman.controller.fleet;

import io.fleetman.controller.fleet.FleetModel.Known;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.CellRef;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link FleetModel} up to date in one thread of its own: often while somebody looks, now
 * and then otherwise. Whoever looks waits for nothing but the first answer, and a store that is
 * slow or dead costs a mark of age, not the page.
 */
public final class FleetWatch implements AutoCloseable {
  /** For how long one look counts as attention. */
  static final Duration ATTENTION = Duration.ofSeconds(15);

  /** An attempt that takes longer is called slow. */
  static final Duration SLOW = Duration.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(FleetWatch.class);

  private final Supplier<OpenFleet> opener;
  private final Rhythm rhythm;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile @Nullable FleetModel model;
  private @Nullable Thread thread;
  private @Nullable String failure;
  private boolean closed;
  private boolean hurry;
  private boolean looked;
  private long lookedAt;
  private boolean reading;
  private long readingSince;
  private long attempts;

  /**
   * How often to look.
   *
   * @param attended between the end of one refresh and the next while somebody looks
   * @param idle the same while nobody does
   * @param full how often all cells are listed, rung for or not
   */
  public record Rhythm(Duration attended, Duration idle, Duration full) {
    /** Two seconds, a minute, five minutes. */
    public static final Rhythm USUAL =
        new Rhythm(Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(5));
  }

  /**
   * Reads nothing yet.
   *
   * @param opener opens the fleet; called again until it succeeds, from one thread
   * @param nanos a monotonic clock
   */
  public FleetWatch(Supplier<OpenFleet> opener, Rhythm rhythm, LongSupplier nanos) {
    this.opener = opener;
    this.rhythm = rhythm;
    this.nanos = nanos;
  }

  /** Begins. */
  public void start() {
    thread = Thread.ofVirtual().name("fleet-watch").start(this::run);
  }

  /**
   * The fleet as it is known, and keeps it fresh for a while.
   *
   * @param patience how long to wait if nothing was read yet, or nobody looked for long
   */
  public Known look(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean first = !attended();
      looked = true;
      lookedAt = nanos.getAsLong();
      if (first || attempts == 0) {
        hurry = first && !reading;
        changed.signalAll();
        long before = attempts;
        long left = patience.toNanos();
        while (attempts == before && left > 0 && !closed) {
          left = changed.awaitNanos(left);
        }
      }
      return known();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for something that is not in {@code seen}: a change, the store failing, the store back.
   *
   * @param most how long at most
   */
  public Known awaitNews(Known seen, Duration most) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = most.toNanos();
      Known known = known();
      while (!closed && left > 0 && !isNews(seen, known)) {
        looked = true;
        lookedAt = nanos.getAsLong();
        left = changed.awaitNanos(left);
        known = known();
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** What changed since, oldest first; null if that is too long ago, so that all may have. */
  public @Nullable List<FleetChange> since(long sequence) {
    FleetModel open = model;
    return open == null ? null : open.since(sequence);
  }

  /**
   * Reads these cells again, because this controller just wrote them; the nodes' part follows at
   * the next refresh, which comes at once.
   */
  public void wrote(Collection<CellRef> cells) {
    FleetModel open = model;
    if (open != null) {
      try {
        open.wrote(cells);
      } catch (StoreException e) {
        LOG.debug("what was written is not read yet", e); // the next refresh reads it
      }
    }
    hurry();
  }

  /** Has the next refresh come at once. */
  public void hurry() {
    lock.lock();
    try {
      hurry = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static boolean isNews(Known seen, Known now) {
    return seen.sequence() != now.sequence()
        || (seen.view() == null) != (now.view() == null)
        || (seen.problem() == null) != (now.problem() == null);
  }

  private Known known() {
    FleetModel open = model;
    Known known = open == null ? new Known(null, Duration.ZERO, null, 0) : open.now();
    String why = failure != null ? failure : known.problem();
    Duration waiting = Duration.ofNanos(nanos.getAsLong() - readingSince);
    if (reading && waiting.compareTo(SLOW) >= 0 && why == null) {
      why = "the store has not answered for " + waiting.toSeconds() + " s";
    } else if (known.view() == null && why == null) {
      why = "the store has not answered yet";
    }
    return new Known(known.view(), known.age(), why, known.sequence());
  }

  private boolean attended() {
    return looked && nanos.getAsLong() - lookedAt < ATTENTION.toNanos();
  }

  private void run() {
    try {
      while (awaitTurn()) {
        readOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: nobody waits for more
    }
  }

  private boolean awaitTurn() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long since = nanos.getAsLong();
      while (!closed && !hurry && attempts > 0) {
        Duration pause = attended() ? rhythm.attended() : rhythm.idle();
        long left = pause.toNanos() - (nanos.getAsLong() - since);
        if (left <= 0) {
          break;
        }
        var _ = changed.awaitNanos(left);
      }
      hurry = false;
      reading = !closed;
      readingSince = nanos.getAsLong();
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void readOnce() {
    String failed = null;
    try {
      FleetModel open = model;
      if (open == null) {
        open = new FleetModel(opener.get(), rhythm.full());
        model = open;
      }
      open.refresh();
    } catch (StoreException e) {
      LOG.debug("the fleet was not read", e);
      failed = String.valueOf(e.getMessage());
    } catch (RuntimeException | Error e) {
      // Nobody else would begin again: without this thread an old state stands for ever.
      LOG.warn("the fleet was not read", e);
      failed = "the fleet cannot be read (the controller's log has more): " + e.getMessage();
    }
    lock.lock();
    try {
      attempts++;
      reading = false;
      failure = failed;
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
