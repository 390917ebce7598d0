package io.fleetman.store.s3;

import io.fleetman.store.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** A body whose failures are the store's: it stalled, dripped for ever, or ended early. */
final class Watched extends InputStream {
  private final Body in;
  private final long length;
  private final Failures failures;
  private final Operation operation;
  private long seen;

  Watched(Body in, long length, Failures failures, Operation operation) {
    this.in = in;
    this.length = length;
    this.failures = failures;
    this.operation = operation;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int count) {
    try {
      int n = in.read(into, offset, count);
      seen += Math.max(0, n);
      return n;
    } catch (IOException e) {
      in.close();
      String problem =
          switch (e) {
            case SocketTimeoutException _ ->
                in.late() ? "the body came too slowly" : "the body stalled half way through";
            case EOFException _ -> "the body ended after " + seen + " of " + length + " bytes";
            default -> "the connection broke: " + e.getMessage();
          };
      throw new StoreException.Unavailable(failures.say(operation, problem), false, e);
    }
  }

  @Override
  public void close() {
    in.close();
  }
}
