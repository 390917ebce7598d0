package io.fleetman.store.s3;

import io.fleetman.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A body on its way that may neither stall, nor drip for ever, nor end early: each of them is an
 * {@link StoreException.Unavailable}. A timer cuts the connection, for a read that waits on a
 * socket hears nothing else.
 */
final class GuardedStream extends InputStream {
  /** A body whose connection can be cut from another thread. */
  interface Cuttable {
    /** Closes the connection; a read that waits on it fails. */
    void cut();
  }

  private static final String STALLED = "the body stalled half way through";

  private final InputStream in;
  private final Cuttable connection;
  private final long length;
  private final long stallNanos;
  private final long deadline;
  private final ScheduledExecutorService timers;
  private final Failures failures;
  private final Operation operation;
  private long seen;
  private volatile long lastProgress = System.nanoTime();
  private volatile @Nullable String cutBecause;
  private volatile @Nullable ScheduledFuture<?> timer;
  private volatile boolean done;

  GuardedStream(
      InputStream in,
      Cuttable connection,
      long length,
      Duration stall,
      Duration total,
      ScheduledExecutorService timers,
      Failures failures,
      Operation operation) {
    this.in = in;
    this.connection = connection;
    this.length = length;
    this.stallNanos = stall.toNanos();
    this.deadline = System.nanoTime() + total.toNanos();
    this.timers = timers;
    this.failures = failures;
    this.operation = operation;
  }

  /** Starts the timer. */
  GuardedStream guarded() {
    watch(Math.min(stallNanos, deadline - System.nanoTime()));
    return this;
  }

  private void watch(long nanos) {
    timer = timers.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
  }

  private void check() {
    long now = System.nanoTime();
    long left = Math.min(deadline - now, lastProgress + stallNanos - now);
    if (done) {
      return;
    }
    if (left > 0) {
      watch(left);
      return;
    }
    cutBecause = deadline - now <= 0 ? "the body came too slowly" : STALLED;
    connection.cut();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int count) {
    if (count == 0) {
      return 0;
    }
    int n;
    try {
      n = in.read(into, offset, count);
    } catch (SocketTimeoutException e) {
      throw failed(STALLED, e);
    } catch (IOException | SdkException | IllegalStateException e) {
      throw failed("the connection broke: " + e.getMessage(), e);
    }
    if (cutBecause != null) {
      throw failed("", null);
    }
    lastProgress = System.nanoTime();
    if (n > 0) {
      seen += n;
    } else if (seen != length) {
      throw failed("the body ended after " + seen + " of " + length + " bytes", null);
    } else {
      finish();
    }
    return n;
  }

  private StoreException failed(String problem, @Nullable Exception cause) {
    String why = cutBecause;
    finish();
    connection.cut();
    return new StoreException.Unavailable(
        failures.say(operation, why == null ? problem : why), false, cause);
  }

  private void finish() {
    done = true;
    ScheduledFuture<?> running = timer;
    if (running != null) {
      running.cancel(false);
    }
  }

  /** Gives the connection back if all was read; cuts it otherwise, rather than read the rest. */
  @Override
  public void close() throws IOException {
    finish();
    if (seen == length) {
      in.close();
    } else {
      connection.cut();
    }
  }
}
