package io.fleetman.job.gate.sim;

import io.fleetman.store.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Processes in virtual time, of which one runs at a time: whoever waits the least is next. Each is
 * a thread that hands over at every request and every pause, so that requests of all interleave in
 * every way that a seed may choose, and the same seed chooses the same. Whoever hands over wakes
 * the next one itself, and goes on by itself if that is its own turn again.
 */
final class Turns {
  private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00Z");

  private final Random random;
  private final PriorityQueue<Worker> waiting =
      new PriorityQueue<>(
          (a, b) ->
              a.wakes == b.wakes ? Long.compare(a.order, b.order) : Long.compare(a.wakes, b.wakes));
  private final Semaphore control = new Semaphore(0);
  private final List<Throwable> failures = new ArrayList<>();
  private long nanos;
  private long order;
  private long end;
  private @Nullable Worker running;

  Turns(Random random) {
    this.random = random;
  }

  Instant now() {
    return BEGIN.plusNanos(nanos);
  }

  long nanos() {
    return nanos;
  }

  Duration upTo(Duration most) {
    return Duration.ofMillis(1 + random.nextLong(most.toMillis()));
  }

  /** Begins a process after a while. */
  Worker start(Duration after, Runnable work) {
    Worker process = new Worker(work);
    sleep(process, after);
    return process;
  }

  /** The one that runs waits. */
  void pause(Duration time) {
    Worker self = running();
    sleep(self, time);
    self.handOver();
  }

  Worker running() {
    if (running == null) {
      throw new IllegalStateException("nobody's turn");
    }
    return running;
  }

  private void sleep(Worker process, Duration time) {
    process.wakes = nanos + time.toNanos();
    process.order = order++;
    waiting.add(process);
  }

  // Null once none is left, the time is over, or one has failed.
  private @Nullable Worker next() {
    if (waiting.isEmpty() || nanos >= end || !failures.isEmpty()) {
      return null;
    }
    Worker next = waiting.remove();
    nanos = Math.max(nanos, next.wakes);
    running = next;
    return next;
  }

  private void wake(@Nullable Worker next) {
    if (next == null) {
      control.release();
    } else {
      next.wake();
    }
  }

  /** Lets all run until none is left, or the time is over. */
  void run(Duration most) {
    end = most.toNanos();
    wake(next());
    control.acquireUninterruptibly();
    end = 0; // whoever is killed now hands over to nobody else
    for (Worker process : List.copyOf(waiting)) {
      process.kill();
      running = process;
      process.wake();
      control.acquireUninterruptibly();
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.getFirst().toString(), failures.getFirst());
    }
  }

  /** One of them. */
  final class Worker {
    private final Semaphore turn = new Semaphore(0);
    private final Thread thread;
    private long wakes;
    private long order;
    private boolean killed;

    private Worker(Runnable work) {
      this.thread = Thread.ofVirtual().unstarted(() -> live(work));
    }

    /** It ends at its next turn. */
    void kill() {
      killed = true;
    }

    private void live(Runnable work) {
      try {
        if (!killed) {
          Pace.oneByOne(Turns.this::pause, work);
        }
      } catch (Killed _) {
        // as it was meant to be
      } catch (RuntimeException | Error e) {
        failures.add(e);
      }
      Turns.this.wake(next());
    }

    private void wake() {
      if (thread.getState() == Thread.State.NEW) {
        thread.start();
      } else {
        turn.release();
      }
    }

    private void handOver() {
      Worker next = next();
      if (next != this) {
        Turns.this.wake(next);
        turn.acquireUninterruptibly();
      }
      if (killed) {
        throw new Killed();
      }
    }
  }
}
