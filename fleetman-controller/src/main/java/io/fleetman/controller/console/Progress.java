package io.fleetman.controller.console;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bar for bytes on their way. Called from several threads; draws a few times a second. Without a
 * live terminal it says only that it began.
 */
public final class Progress implements AutoCloseable {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final int WIDTH = 30;

  private final LiveBlock block;
  private final Paint paint;
  private final String what;
  private final long total;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong drawn = new AtomicLong(System.nanoTime() - REDRAW_NANOS);

  /**
   * @param what goes on, such as {@code uploading 12 files}
   * @param total bytes
   */
  public Progress(Terminal terminal, String what, long total) {
    this.block = new LiveBlock(terminal);
    this.paint = terminal.sayPaint();
    this.what = what;
    this.total = total;
    if (!block.live()) {
      terminal.say(what + " (" + Human.bytes(total) + ")");
    }
  }

  /** So many bytes more. */
  public void add(long bytes) {
    sent.addAndGet(bytes);
    long last = drawn.get();
    long now = System.nanoTime();
    if (block.live() && now - last >= REDRAW_NANOS && drawn.compareAndSet(last, now)) {
      draw();
    }
  }

  private synchronized void draw() {
    long done = Math.min(total, sent.get());
    double share = total == 0 ? 1 : (double) done / total;
    int full = (int) Math.round(share * WIDTH);
    block.show(
        List.of(
            what
                + " "
                + paint.as(Paint.Style.BUSY, "█".repeat(full))
                + paint.dim("░".repeat(WIDTH - full))
                + String.format(" %3d%% ", (int) (share * 100))
                + Human.bytes(done)
                + " of "
                + Human.bytes(total)));
  }

  @Override
  public synchronized void close() {
    block.close();
  }
}
