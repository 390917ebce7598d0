package io.fleetman.agent.poll;

import io.fleetman.agent.report.Duty;
import io.fleetman.agent.report.Problems;
import io.fleetman.agent.time.Backoff;
import io.fleetman.agent.time.Jitter;
import io.fleetman.agent.work.Cells;
import io.fleetman.agent.work.SeenTrigger;
import io.fleetman.layout.CellId;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectReader;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the node's doorbell: one conditional GET a poll. When it rang, at the start, and every
 * few minutes it looks at all triggers (invariant 18).
 */
public final class Poller {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

  private final ObjectReader store;
  private final String doorbell;
  private final Scan scan;
  private final Duration scanInterval;
  private final Problems problems;
  private final LongSupplier nanos;

  private final Also also;

  private @Nullable ETag heard;
  private boolean scanned;
  private long lastScan;
  private int failures;

  /** Who else looks at the store when the doorbell rang. */
  public interface Also {
    /** Nobody. */
    Also NOBODY =
        new Also() {
          @Override
          public void look() {}

          @Override
          public Duration pace(Duration idle) {
            return idle;
          }
        };

    /**
     * Looks.
     *
     * @throws StoreException if the store did not answer: then it is called again
     */
    void look();

    /** How long to wait for the next poll, where nobody asks for less than so long. */
    Duration pace(Duration idle);
  }

  /** Asks nothing before {@link #poll}. */
  public Poller(
      NodeId node,
      ObjectReader store,
      Cells cells,
      Also also,
      Duration scanInterval,
      Problems problems,
      LongSupplier nanos) {
    this.store = store;
    this.doorbell = Keys.doorbell(node);
    this.scan = new Scan(node, store, new Hand(cells), problems);
    this.also = also;
    this.scanInterval = scanInterval;
    this.problems = problems;
    this.nanos = nanos;
  }

  /** One poll; a store that does not answer changes nothing, and is said once. */
  public void poll() throws InterruptedException {
    try {
      GetResult bell = bell();
      if (bell instanceof GetResult.Found || due()) {
        lookAll();
        scanned = true;
        lastScan = nanos.getAsLong();
        // Not before the scan succeeded: else its failure would be remembered as "seen".
        heard = bell instanceof GetResult.Found found ? found.etag() : heard;
      }
      failures = 0;
      problems.clear("poll");
    } catch (StoreException e) {
      failures++;
      problems.set("poll", "the store cannot be asked for work: " + e.getMessage());
    }
  }

  // A trigger that cannot be read keeps nobody from the jobs, nor they from the triggers.
  private void lookAll() {
    try {
      also.look();
    } finally {
      scan.run();
    }
  }

  // Keys that may list a node's cells only are answered 403 for a doorbell that nobody rang yet.
  // If it could be read before, a scan tells whether the keys still work.
  private GetResult bell() {
    ETag last = heard;
    try {
      return last == null ? store.get(doorbell) : store.getIfChanged(doorbell, last);
    } catch (StoreException.AccessDenied e) {
      LOG.debug("taken for a doorbell that nobody rang: {}", e.getMessage());
      scanned &= last == null;
      heard = null;
      return new GetResult.Absent();
    }
  }

  private boolean due() {
    return !scanned || nanos.getAsLong() - lastScan >= scanInterval.toNanos();
  }

  /** How many polls in a row failed. */
  public int failures() {
    return failures;
  }

  /** Polls until the agent ends or stands down. */
  public void run(Duration interval, Jitter jitter, Backoff backoff, Duty duty)
      throws InterruptedException {
    if (!duty.awaitTaken()) {
      return;
    }
    while (duty.mayAct()) {
      poll();
      Duration wait = also.pace(interval);
      if (failures > 0 && backoff.after(failures).compareTo(wait) > 0) {
        wait = backoff.after(failures);
      }
      Thread.sleep(jitter.of(wait));
    }
  }

  private record Hand(Cells cells) implements Scan.Sink {
    @Override
    public void offer(CellId cell, SeenTrigger trigger) {
      cells.offer(cell, trigger);
    }

    @Override
    public void recheck(CellId cell) {
      cells.recheck(cell);
    }
  }
}
