package io.fleetman.e2e.fault;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;

/** A connection of a given width: bytes come out no faster; what was not used is not saved up. */
final class Throttle extends OutputStream {
  private static final long SLACK_NANOS = 2_000_000;

  private final OutputStream out;
  private final long bytesASecond;
  private long due;

  Throttle(OutputStream out, long bytesASecond) {
    this.out = out;
    this.bytesASecond = bytesASecond;
    this.due = System.nanoTime();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    due = Math.max(due, System.nanoTime()) + count * 1_000_000_000L / bytesASecond;
    for (long ahead = due - System.nanoTime(); ahead > SLACK_NANOS; ) {
      LockSupport.parkNanos(ahead);
      if (Thread.interrupted()) {
        throw new InterruptedIOException();
      }
      ahead = due - System.nanoTime();
    }
    out.write(bytes, offset, count);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
