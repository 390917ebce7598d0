package io.fleetman.agent.process;

import java.time.Duration;

/** Time that passes on this machine, for waits and deadlines; never a date. */
public interface Pause {
  /** The machine's own. */
  Pause SYSTEM =
      new Pause() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration);
        }
      };

  /** Nanoseconds since some moment; never goes back. */
  long nanos();

  /** Waits. */
  void sleep(Duration duration) throws InterruptedException;
}
