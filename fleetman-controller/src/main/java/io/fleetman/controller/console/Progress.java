package io.fleetman.controller.console;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * A bar for work whose size is known. Called from several threads; draws a few times a second.
 * Without a live terminal it says only that it began.
 */
public final class Progress implements AutoCloseable {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final int WIDTH = 30;

  private final LiveBlock block;
  private final Paint paint;
  private final String what;
  private final LongFunction<String> unit;
  private final AtomicLong total;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong drawn = new AtomicLong(System.nanoTime() - REDRAW_NANOS);
  private boolean closed;

  private Progress(Terminal terminal, String what, long total, LongFunction<String> unit) {
    this.block = new LiveBlock(terminal);
    this.paint = terminal.sayPaint();
    this.what = what;
    this.unit = unit;
    this.total = new AtomicLong(total);
    if (!block.live()) {
      terminal.say(what + " (" + unit.apply(total) + ")");
    }
  }

  /** For bytes on their way. */
  public static Progress bytes(Terminal terminal, String what, long total) {
    return new Progress(terminal, what, total, Human::bytes);
  }

  /** For a number of things. */
  public static Progress count(Terminal terminal, String what, long total) {
    return new Progress(terminal, what, total, Long::toString);
  }

  /** The work grew. */
  public void more(long amount) {
    total.addAndGet(amount);
  }

  /** So much more is done. */
  public void add(long amount) {
    done.addAndGet(amount);
    long last = drawn.get();
    long now = System.nanoTime();
    if (block.live() && now - last >= REDRAW_NANOS && drawn.compareAndSet(last, now)) {
      draw();
    }
  }

  private synchronized void draw() {
    if (closed) {
      return; // a late answer must not draw over what is shown by now
    }
    long all = total.get();
    long now = Math.min(all, done.get());
    double share = all == 0 ? 1 : (double) now / all;
    int full = (int) Math.round(share * WIDTH);
    block.show(
        List.of(
            what
                + " "
                + paint.as(Paint.Style.BUSY, "█".repeat(full))
                + paint.dim("░".repeat(WIDTH - full))
                + String.format(" %3d%% ", (int) (share * 100))
                + unit.apply(now)
                + " of "
                + unit.apply(all)));
  }

  @Override
  public synchronized void close() {
    closed = true;
    block.close();
  }
}
