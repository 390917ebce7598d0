package io.fleetman.agent.work;

import io.fleetman.store.Pace;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds what all deployments together hold in memory: the lists of files of those that are being
 * installed. One list is read at a time, and only kept if there is room for it; the next is not
 * even read before.
 */
final class Room {
  /** What the agent needs beside lists of files, and what reading the largest one takes. */
  private static final long OTHERS = 28L << 20;

  /** Measured: 0.9 KB for a file while it is installed, with a path of 60 characters. */
  private static final long A_FILE = 1100;

  private final int files;
  private final Semaphore free;
  private final Semaphore turn = new Semaphore(1, true);

  /** For so many files at a time. */
  Room(int files) {
    this.files = Math.max(1, files);
    this.free = new Semaphore(this.files, true);
  }

  /** What fits into a memory of so many bytes. */
  static Room in(long memory) {
    return new Room((int) Math.min(Integer.MAX_VALUE, Math.max(1, memory - OTHERS) / A_FILE));
  }

  /** Waits for the turn to read a list; whoever has it must {@link Share#leave}. */
  Share enter() throws InterruptedException {
    Pace.acquire(turn, 1);
    return new Share();
  }

  /** One deployment's. */
  final class Share {
    private final AtomicInteger held = new AtomicInteger();
    private boolean reading = true;

    /** Waits until so many files fit in, and lets the next read. One that is larger goes alone. */
    synchronized void take(int count) throws InterruptedException {
      int wanted = Math.min(count, files);
      Pace.acquire(free, wanted);
      held.set(wanted);
      read();
    }

    /** The list is let go of, or was never read; may be called again. */
    synchronized void leave() {
      read();
      free.release(held.getAndSet(0));
    }

    private void read() {
      if (reading) {
        reading = false;
        turn.release();
      }
    }
  }
}
