package io.fleetman.embedded;

import java.io.ByteArrayInputStream;

/** Bytes that come in pieces, with a pause before each. */
final class SlowStream extends ByteArrayInputStream {
  private final long pauseMillis;
  private final int piece;

  SlowStream(byte[] bytes, long pauseMillis, int pieces) {
    super(bytes);
    this.pauseMillis = pauseMillis;
    this.piece = bytes.length / pieces;
  }

  @Override
  public synchronized int read(byte[] bytes, int offset, int length) {
    if (pos % piece == 0 && pos < count) {
      try {
        Thread.sleep(pauseMillis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    int toNextPause = piece - pos % piece;
    return super.read(bytes, offset, Math.min(length, toNextPause));
  }
}
