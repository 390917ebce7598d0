package io.fleetman.agent.job;

import io.fleetman.job.JobOutput;
import io.fleetman.job.JobProgress;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the store how far an attempt is and what it writes, while it runs. What is little and ends
 * soon is told with the verdict alone.
 */
final class Teller {
  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration FOLLOWED = Duration.ofMillis(1500);
  private static final Duration UNFOLLOWED = Duration.ofSeconds(10);
  private static final Duration PROGRESS = Duration.ofSeconds(1);
  private static final long LONGEST_PAUSE_MS = 10_000;

  /** Puts the progress, in place of the last. */
  interface ProgressSink extends Consumer<JobProgress> {}

  /** Asks for how long somebody watches; not positive if nobody is known to. */
  interface Followers {
    Duration ask();
  }

  private final Output output;
  private final ProgressSink sink;
  private final Followers followers;
  private volatile @Nullable JobProgress wanted;
  private volatile long wantedSince;
  private volatile long followedUntil = System.nanoTime();
  private volatile boolean wasFollowed;
  private volatile boolean over;
  private volatile int chunks;
  private final Queue<Try> fresh = new ConcurrentLinkedQueue<>();
  private @Nullable JobProgress told;
  private long lastFlush = System.nanoTime();
  private @Nullable Thread thread;

  Teller(Output output, ProgressSink sink, Followers followers) {
    this.output = output;
    this.sink = sink;
    this.followers = followers;
  }

  void start(String name) {
    thread = Thread.ofVirtual().name("tell-" + name).start(this::run);
  }

  /** From now on the output of this try is told too. */
  void add(int index, int tries) {
    fresh.add(new Try(index, tries));
  }

  private record Try(int index, int tries) {}

  private void takeFresh() {
    for (Try next = fresh.poll(); next != null; next = fresh.poll()) {
      output.add(next.index(), next.tries());
    }
  }

  /** How far it is now. */
  void progress(JobProgress progress) {
    wanted = progress;
    wantedSince = System.nanoTime();
  }

  /** Somebody watches for so long, or longer. */
  void followed(Duration left) {
    if (left.isPositive()) {
      long until = System.nanoTime() + left.toNanos();
      followedUntil = until - followedUntil > 0 ? until : followedUntil;
      wasFollowed = true;
    }
  }

  // Whoever watches says so again and again, and rings only once.
  private boolean isFollowed() {
    if (wasFollowed && followedUntil - System.nanoTime() <= 0) {
      wasFollowed = false;
      followed(followers.ask());
    }
    return followedUntil - System.nanoTime() > 0;
  }

  private void run() {
    int failures = 0;
    while (!over) {
      try {
        long pause = turn() ? 0 : LOOK.toNanos();
        failures = 0;
        LockSupport.parkNanos(pause);
      } catch (StoreException | UncheckedIOException | IOException e) {
        failures++;
        LOG.info("output has to wait: {}", e.getMessage());
        LockSupport.parkNanos(Duration.ofMillis(pause(failures)).toNanos());
      }
    }
  }

  private static long pause(int failures) {
    return Math.min(LONGEST_PAUSE_MS, 200L << Math.min(failures, 6));
  }

  private boolean turn() throws IOException {
    takeFresh();
    boolean more = output.read(false);
    Duration pause = isFollowed() ? FOLLOWED : UNFOLLOWED;
    if (output.waiting() && System.nanoTime() - lastFlush >= pause.toNanos()) {
      output.flush();
      lastFlush = System.nanoTime();
    }
    chunks = output.chunks();
    JobProgress next = wanted;
    if (next != null
        && !next.equals(told)
        && System.nanoTime() - wantedSince >= PROGRESS.toNanos()) {
      sink.accept(next);
      told = next;
    }
    return more;
  }

  /** How many chunks are there, as of a moment ago. */
  int chunks() {
    return chunks;
  }

  /** Stops telling, wherever it is. */
  void stop() throws InterruptedException {
    over = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      running.join();
    }
  }

  /**
   * Tells all that is left, however long the store takes.
   *
   * @throws InterruptedException if the agent is to end; the next one goes on
   */
  JobOutput finish() throws InterruptedException {
    over = true;
    Thread running = thread;
    if (running != null) {
      LockSupport.unpark(running);
      running.join();
    }
    takeFresh();
    for (int failures = 0; ; failures++) {
      try {
        return output.finish();
      } catch (StoreException | IOException e) {
        LOG.info("output has to wait: {}", e.getMessage());
        Thread.sleep(pause(failures));
      }
    }
  }
}
