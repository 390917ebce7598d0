package io.fleetman.agent.loop;

import io.fleetman.agent.time.Backoff;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread for each loop, while it has work.
 *
 * @param backoff how long to wait after a failure
 */
public record ThreadLoops(Backoff backoff) implements Loops {
  @Override
  public Loop loop(String name, BooleanSupplier mayRun, Turn turn) {
    return new OnThread(name, mayRun, turn, backoff);
  }

  private static final class OnThread implements Loop {
    private final String name;
    private final BooleanSupplier mayRun;
    private final Turn turn;
    private final Backoff backoff;
    private boolean wanted;
    private @Nullable Thread thread;

    OnThread(String name, BooleanSupplier mayRun, Turn turn, Backoff backoff) {
      this.name = name;
      this.mayRun = mayRun;
      this.turn = turn;
      this.backoff = backoff;
    }

    @Override
    public synchronized void wake() {
      wanted = true;
      notifyAll();
      if (thread == null && mayRun.getAsBoolean()) {
        thread = Thread.ofVirtual().name(name).start(this::run);
      }
    }

    @Override
    public synchronized void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
    }

    @Override
    public void join(long millis) throws InterruptedException {
      Thread running;
      synchronized (this) {
        running = thread;
      }
      if (running != null) {
        running.join(millis);
      }
    }

    private void run() {
      try {
        int failures = 0;
        while (next()) {
          failures = turn.run() ? 0 : failures + 1;
          if (failures > 0) {
            waitAfter(failures);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        ended();
      }
    }

    private synchronized boolean next() {
      if (!wanted || !mayRun.getAsBoolean()) {
        thread = null;
        return false;
      }
      wanted = false;
      return true;
    }

    private synchronized void ended() {
      if (Thread.currentThread().equals(thread)) { // or a later wake has started another already
        thread = null;
      }
    }

    private synchronized void waitAfter(int failures) throws InterruptedException {
      long end = System.nanoTime() + backoff.after(failures).toNanos();
      for (long left = end - System.nanoTime();
          !wanted && left > 0;
          left = end - System.nanoTime()) {
        wait(Math.max(1, left / 1_000_000));
      }
      wanted = true;
    }
  }
}
