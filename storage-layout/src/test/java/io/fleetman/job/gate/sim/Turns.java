package io.fleetman.job.gate.sim;

import io.fleetman.store.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Processes in virtual time, of which one runs at a time: whoever waits the least is next. Each is
 * a thread that hands over at every request and every pause, so that requests of all interleave in
 * every way that a seed may choose, and the same seed chooses the same.
 */
final class Turns {
  private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00Z");

  private final Random random;
  private final PriorityQueue<Worker> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong((Worker p) -> p.wakes).thenComparingLong(p -> p.order));
  private final Semaphore control = new Semaphore(0);
  private final List<Throwable> failures = new ArrayList<>();
  private long nanos;
  private long order;
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

  /** Lets all run until none is left, or the time is over. */
  void run(Duration most) {
    while (!waiting.isEmpty() && nanos < most.toNanos() && failures.isEmpty()) {
      Worker next = waiting.remove();
      nanos = Math.max(nanos, next.wakes);
      running = next;
      next.turn();
    }
    for (Worker process : List.copyOf(waiting)) {
      process.kill();
      running = process;
      process.turn();
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
      control.release();
    }

    private void turn() {
      if (thread.getState() == Thread.State.NEW) {
        thread.start();
      } else {
        turn.release();
      }
      control.acquireUninterruptibly();
    }

    private void handOver() {
      control.release();
      turn.acquireUninterruptibly();
      if (killed) {
        throw new Killed();
      }
    }
  }
}
