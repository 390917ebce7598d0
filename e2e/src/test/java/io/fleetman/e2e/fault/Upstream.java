package io.fleetman.e2e.fault;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** One connection to the store. */
final class Upstream implements AutoCloseable {
  private static final int BUFFER = 64 << 10;
  private static final int CONNECT_MS = 5_000;
  // Shorter than any store's own limit, so that a request never meets a connection just closed.
  private static final long LONGEST_IDLE_NANOS = Duration.ofSeconds(2).toNanos();

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private long used = System.nanoTime();

  private Upstream(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
  }

  static Upstream open(URI store) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(store.getHost(), store.getPort()), CONNECT_MS);
      return new Upstream(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  boolean isStale() {
    return System.nanoTime() - used > LONGEST_IDLE_NANOS;
  }

  InputStream in() {
    return in;
  }

  /**
   * Sends a request with its body and reads the head of its answer.
   *
   * @param body where the request's body comes from
   * @param client who is told to go on where it asked first
   */
  Head ask(Head request, InputStream body, OutputStream client) throws IOException {
    out.write(request.bytes());
    if (request.says("expect", "100-continue")) {
      out.flush();
      Head answer = next();
      if (answer.status() != 100) {
        return answer;
      }
      client.write(answer.bytes());
      client.flush();
    }
    Body.pass(request, false, body, out);
    Head answer = next();
    while (answer.status() < 200) {
      answer = next();
    }
    used = System.nanoTime();
    return answer;
  }

  private Head next() throws IOException {
    Head answer = Head.read(in);
    if (answer == null) {
      throw new EOFException("the store closed the connection without an answer");
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
