package io.fleetman.store.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a store, in HTTP/1.1. Every wait for a byte has an end that the caller sets.
 */
final class Connection implements Closeable {
  private static final int BUFFER = 8 * 1024;
  private static final int MOST_HEADERS = 200;

  /**
   * An answer without its body.
   *
   * @param status such as 200
   * @param headers in lower case; the last of several with one name
   */
  record Head(int status, Map<String, String> headers) {}

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private boolean heard;
  private long idleSince;

  /** Over a socket that is connected. */
  Connection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Sends a request; what it is answered is to be read next. */
  void send(byte[] head, byte[] body) throws IOException {
    heard = false;
    if (body.length == 0) {
      out.write(head);
      return;
    }
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    out.write(all);
  }

  /** Whether any byte of the present answer has come. */
  boolean heard() {
    return heard;
  }

  /** The head of the answer; those that only say that another follows are passed over. */
  Head head(long deadline) throws IOException {
    while (true) {
      String line = line(deadline);
      String[] parts = line.split(" ", 3);
      if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("\\d{3}")) {
        throw new ProtocolException("the answer is not HTTP");
      }
      int status = Integer.parseInt(parts[1]);
      Map<String, String> headers = headers(deadline);
      if (parts[0].equals("HTTP/1.0")) {
        headers.putIfAbsent("connection", "close");
      }
      if (status >= 200) {
        return new Head(status, headers);
      }
    }
  }

  private Map<String, String> headers(long deadline) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(deadline); !line.isEmpty(); line = line(deadline)) {
      int colon = line.indexOf(':');
      if (colon <= 0 || headers.size() == MOST_HEADERS) {
        throw new ProtocolException("the answer's headers are not HTTP");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  /** A line without its end. */
  String line(long deadline) throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      for (int i = from; i < to; i++) {
        if (buffer[i] == '\n') {
          line.append(new String(buffer, from, i - from, ISO_8859_1));
          from = i + 1;
          int length = line.length();
          if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
          }
          return line.toString();
        }
      }
      line.append(new String(buffer, from, to - from, ISO_8859_1));
      if (line.length() > BUFFER) {
        throw new ProtocolException("the answer has a line without an end");
      }
      from = 0;
      to = 0;
      int n = receive(buffer, 0, BUFFER, deadline);
      if (n < 0) {
        throw new EOFException("the connection was closed without an answer");
      }
      to = n;
    }
  }

  /** Some bytes of a body, at least one; -1 where the connection ends. */
  int read(byte[] into, int offset, int count, long deadline) throws IOException {
    if (from == to) {
      if (count >= BUFFER) {
        return receive(into, offset, count, deadline);
      }
      int n = receive(buffer, 0, BUFFER, deadline);
      if (n < 0) {
        return -1;
      }
      from = 0;
      to = n;
    }
    int n = Math.min(count, to - from);
    System.arraycopy(buffer, from, into, offset, n);
    from += n;
    return n;
  }

  private int receive(byte[] into, int offset, int count, long deadline) throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("no answer within the time limit");
    }
    socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
    int n = in.read(into, offset, count);
    heard |= n > 0;
    return n;
  }

  /** Notes that nobody uses it from now on. */
  void rest() {
    idleSince = System.nanoTime();
  }

  /** How long nobody has used it. */
  long idleNanos() {
    return System.nanoTime() - idleSince;
  }

  /** Whether the store has closed it meanwhile, or sent what nobody asked for. */
  boolean stale() {
    try {
      socket.setSoTimeout(1);
      return from != to || in.read() >= -1;
    } catch (SocketTimeoutException e) {
      return false; // silent, as it should be
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
