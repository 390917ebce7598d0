package io.fleetman.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Bodies that do not end where they should. */
final class FaultyBodies {
  // Whoever reads on for so long would read for ever.
  private static final long FOR_EVER = 64L * 1024 * 1024;

  private FaultyBodies() {}

  static ObjectBody cut(String key, ObjectBody whole) {
    InputStream half =
        new Wrong(whole.stream()) {
          private long left = whole.length() / 2;

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
              throw new StoreException.Unavailable(
                  "GET " + key + ": the body was cut", false, null);
            }
            int n = in.read(into, offset, (int) Math.min(left, length));
            left -= Math.max(n, 0);
            return n;
          }
        };
    return new ObjectBody(half, whole.length(), whole.etag());
  }

  static ObjectBody endless(ObjectBody whole) {
    InputStream more =
        new Wrong(whole.stream()) {
          private long beyond;

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            int n = in.read(into, offset, length);
            if (n >= 0) {
              return n;
            }
            beyond += length;
            if (beyond > FOR_EVER) {
              throw new AssertionError("the end of this body is awaited for ever");
            }
            Arrays.fill(into, offset, offset + length, (byte) 'x');
            return length;
          }
        };
    return new ObjectBody(more, whole.length(), whole.etag());
  }

  /** Single bytes come from the same place as many. */
  private abstract static class Wrong extends FilterInputStream {
    Wrong(InputStream in) {
      super(in);
    }

    @Override
    public abstract int read(byte[] into, int offset, int length) throws IOException;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
  }
}
