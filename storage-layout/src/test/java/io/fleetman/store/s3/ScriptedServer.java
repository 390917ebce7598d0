package io.fleetman.store.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.store.StorageSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** An HTTP server that answers as a test says, to the byte, and misbehaves as a test says. */
public final class ScriptedServer implements AutoCloseable {
  static final String SECRET = "the-secret-of-the-test";

  /** What happens on a connection after a request came in. */
  public interface Answer {
    /** Says it. */
    void to(OutputStream out) throws Exception;
  }

  /** A request's first line and headers, the latter in lower case. */
  public record Received(String line, Map<String, String> headers) {
    /** A header's value; empty if there is none. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private final ServerSocket socket;
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  /** Answers nothing before {@link #then}. */
  public ScriptedServer() throws IOException {
    this(ServerSocketFactory.getDefault());
  }

  /** With sockets of this kind. */
  ScriptedServer(ServerSocketFactory sockets) throws IOException {
    socket = sockets.createServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Queues an answer; the last one is given for ever. */
  public synchronized ScriptedServer then(Answer answer) {
    answers.add(answer);
    return this;
  }

  /** Every request so far. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** Where it listens. */
  public int port() {
    return socket.getLocalPort();
  }

  StorageSettings settings(Duration timeout, int retries) {
    return settings("http", timeout, retries);
  }

  StorageSettings settings(String scheme, Duration timeout, int retries) {
    return settings(scheme, port(), timeout, retries);
  }

  static StorageSettings settings(String scheme, int port, Duration timeout, int retries) {
    return new StorageSettings(
        URI.create(scheme + "://127.0.0.1:" + port),
        "us-east-1",
        "fleet",
        "",
        null,
        "tester",
        SECRET,
        timeout,
        retries);
  }

  /** An answer with this status and body. */
  public static Answer status(int status, String body, String... headers) {
    return out -> {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      byte[] bytes = body.getBytes(UTF_8);
      head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
      out.write(head.toString().getBytes(ISO_8859_1));
      out.write(bytes);
    };
  }

  /** S3's answer to what it refuses. */
  public static Answer error(int status, String code) {
    return status(
        status,
        "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>said with %s</Message></Error>"
            .formatted(code, SECRET),
        "Content-Type: application/xml");
  }

  /** The connection ends without an answer. */
  static Answer hangUp() {
    return _ -> {
      throw new IOException("hung up");
    };
  }

  /** These bytes, and then nothing. */
  public static Answer stallAfter(String bytes) {
    return out -> {
      out.write(bytes.getBytes(ISO_8859_1));
      out.flush();
      Thread.sleep(Duration.ofMinutes(1));
    };
  }

  /** These bytes. */
  static Answer raw(String bytes) {
    return out -> out.write(bytes.getBytes(ISO_8859_1));
  }

  /** An answer after which the connection ends, of which it says nothing. */
  static Answer closing(Answer answer) {
    return out -> {
      answer.to(out);
      out.flush();
      throw new IOException("hung up");
    };
  }

  /** These bytes, and then the same few again and again, slower than anybody would like. */
  static Answer dripping(String bytes, String drop) {
    return out -> {
      out.write(bytes.getBytes(ISO_8859_1));
      while (true) {
        out.write(drop.getBytes(ISO_8859_1));
        out.flush();
        Thread.sleep(100);
      }
    };
  }

  /** How many connections were made so far. */
  int connections() {
    return accepted.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        accepted.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
          int colon = header.indexOf(':');
          headers.put(
              header.substring(0, colon).toLowerCase(Locale.ROOT),
              header.substring(colon + 1).strip());
        }
        if (headers.containsKey("expect")) {
          connection.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        }
        in.skipNBytes(Long.parseLong(headers.getOrDefault("content-length", "0")));
        received.add(new Received(line, headers));
        next().to(connection.getOutputStream());
        connection.getOutputStream().flush();
      }
    } catch (Exception e) {
      connections.remove(connection); // hung up, by us or by the client
    }
  }

  private synchronized Answer next() {
    return answers.size() > 1 ? answers.remove() : answers.element();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
