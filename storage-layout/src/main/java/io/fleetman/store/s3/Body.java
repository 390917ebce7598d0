package io.fleetman.store.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.time.Duration;

/**
 * An answer's body, as long as HTTP says it is. Read to its end it gives the connection back;
 * closed before that it ends the connection, rather than read the rest.
 */
final class Body extends InputStream {
  /** The body ends where the connection does. */
  static final long UNTIL_CLOSED = -1;

  /** The body comes in chunks, each with its length before it. */
  static final long CHUNKED = -2;

  private final Connections connections;
  private final Connection connection;
  private final boolean reusable;
  private final boolean chunked;
  private final boolean untilClosed;
  private long stallNanos;
  private long deadline;
  private long left;
  private boolean first = true;
  private boolean over;

  Body(Connections connections, Connection connection, long length, boolean reusable) {
    this.connections = connections;
    this.connection = connection;
    this.chunked = length == CHUNKED;
    this.untilClosed = length == UNTIL_CLOSED;
    this.reusable = reusable && !untilClosed;
    this.left = Math.max(0, length);
    if (length == 0) {
      finish();
    }
  }

  /** No wait for the next byte is longer than {@code stall}, and no byte comes after the end. */
  Body within(Duration stall, long until) {
    this.stallNanos = stall.toNanos();
    this.deadline = until;
    return this;
  }

  /** Whether the time for the whole body is up. */
  boolean late() {
    return deadline - System.nanoTime() <= 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    if (count == 0 || over) {
      return over ? -1 : 0;
    }
    long until = Math.min(deadline, System.nanoTime() + stallNanos);
    if (chunked && left == 0 && !nextChunk(until)) {
      finish();
      return -1;
    }
    int most = untilClosed ? count : (int) Math.min(count, left);
    int n = connection.read(into, offset, most, until);
    if (n < 0) {
      if (!untilClosed) {
        throw new EOFException("the connection was closed half way through");
      }
      finish();
      return -1;
    }
    if (!untilClosed) {
      left -= n;
      if (left == 0 && !chunked) {
        finish();
      }
    }
    return n;
  }

  private boolean nextChunk(long until) throws IOException {
    if (!first) {
      connection.line(until); // the end of the chunk before
    }
    first = false;
    String size = connection.line(until).replaceFirst(";.*", "").strip();
    try {
      left = Long.parseLong(size, 16);
    } catch (NumberFormatException e) {
      ProtocolException wrong = new ProtocolException("the body's chunks have no length");
      wrong.initCause(e);
      throw wrong;
    }
    if (left < 0) {
      throw new ProtocolException("the body's chunks have no length");
    }
    if (left > 0) {
      return true;
    }
    String trailer = connection.line(until);
    while (!trailer.isEmpty()) { // nothing that is of use here
      trailer = connection.line(until);
    }
    return false;
  }

  private void finish() {
    over = true;
    if (reusable) {
      connections.keep(connection);
    } else {
      connections.drop(connection);
    }
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      connections.drop(connection);
    }
  }
}
