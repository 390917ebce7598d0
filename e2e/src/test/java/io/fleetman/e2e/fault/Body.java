package io.fleetman.e2e.fault;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The bytes after a head, framed by their length, in chunks, or by the connection's end. */
final class Body {
  private static final int BUFFER = 64 << 10;
  private static final long MOST_KEPT = 256L << 20;

  private Body() {}

  /** Passes on what belongs to a head, in the framing in which it comes. */
  static void pass(Head head, boolean endsWithConnection, InputStream in, OutputStream out)
      throws IOException {
    if (head.isChunked()) {
      chunks(in, out, true);
    } else if (head.length() >= 0) {
      exactly(head.length(), in, out);
    } else if (endsWithConnection) {
      in.transferTo(out);
    }
    out.flush();
  }

  /** Reads what belongs to a head, out of its framing. */
  static byte[] keep(Head head, boolean endsWithConnection, InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (head.length() > MOST_KEPT) {
      throw new IOException("a body of " + head.length() + " bytes is too large for this fault");
    }
    if (head.isChunked()) {
      chunks(in, out, false);
    } else if (head.length() >= 0) {
      exactly(head.length(), in, out);
    } else if (endsWithConnection) {
      in.transferTo(out);
    }
    return out.toByteArray();
  }

  static void exactly(long count, InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(count, 1))];
    for (long left = count; left > 0; ) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new EOFException("the connection ended in the middle of a body");
      }
      out.write(buffer, 0, n);
      left -= n;
    }
  }

  private static void chunks(InputStream in, OutputStream out, boolean framed) throws IOException {
    while (true) {
      String line = line(in);
      write(framed, out, line);
      long size = Long.parseLong(line.split(";", 2)[0].strip().toLowerCase(Locale.ROOT), 16);
      if (size == 0) {
        String trailer;
        do {
          trailer = line(in);
          write(framed, out, trailer);
        } while (!trailer.isEmpty());
        return;
      }
      exactly(size, in, out);
      write(framed, out, line(in));
    }
  }

  private static void write(boolean framed, OutputStream out, String line) throws IOException {
    if (framed) {
      out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the connection ended between two chunks");
      }
      if (b == '\n') {
        return line.toString().stripTrailing();
      }
      line.append((char) b);
    }
  }
}
