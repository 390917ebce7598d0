package io.fleetman.store.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fleetman.store.StorageSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Signed HTTP to a store without the SDK in between, which takes several times the processor time
 * for a small object. It knows an endpoint of one's own and no proxy; the SDK knows the rest.
 */
final class Wire implements AutoCloseable {
  private static final byte[] NOTHING = {};

  /** An answer; whoever has it reads its body to the end, or closes it. */
  record Answer(Connection.Head head, long length, Body body) implements AutoCloseable {
    /** A header's value; empty if it has none. */
    String header(String name) {
      return head.headers().getOrDefault(name, "");
    }

    @Override
    public void close() {
      body.close();
    }
  }

  private final Supplier<SigV4.Keys> keys;
  private final SigV4 signer;
  private final Connections connections;
  private final String host;
  private final String base;
  private final String bucket;
  private volatile Duration skew = Duration.ZERO;

  private Wire(
      Supplier<SigV4.Keys> keys,
      SigV4 signer,
      Connections connections,
      String host,
      String base,
      String bucket) {
    this.keys = keys;
    this.signer = signer;
    this.connections = connections;
    this.host = host;
    this.base = base;
    this.bucket = bucket;
  }

  /** To the endpoint of these settings, which must name one. */
  static Wire to(StorageSettings settings, URI endpoint, Supplier<SigV4.Keys> keys) {
    String name = endpoint.getHost();
    String path = endpoint.getRawPath().replaceFirst("/+$", "") + "/";
    if (settings.usePathStyle()) {
      path += SigV4.encoded(settings.bucket(), false) + "/";
    } else {
      name = settings.bucket() + "." + name;
    }
    boolean usual =
        endpoint.getPort() < 0
            || endpoint.getPort() == (endpoint.getScheme().equals("https") ? 443 : 80);
    return new Wire(
        keys,
        new SigV4(settings.region()),
        new Connections(endpoint, name, Clients.connectWithin(settings), Limits.CONNECTIONS),
        (usual ? name : name + ":" + endpoint.getPort()).toLowerCase(Locale.ROOT),
        path,
        SigV4.encoded(settings.bucket(), false));
  }

  /**
   * Sends a GET, and returns when its answer begins.
   *
   * @param headers in lower case
   * @param limit of the time until then
   */
  Answer get(String fullKey, Map<String, String> headers, Duration limit) throws IOException {
    return send("GET", fullKey, headers, limit);
  }

  /** Has the store copy one full key to another, and returns when its answer begins. */
  Answer copy(String source, String target, Duration limit) throws IOException {
    return send(
        "PUT",
        target,
        Map.of(
            "content-length",
            "0",
            "x-amz-copy-source",
            "/" + bucket + "/" + SigV4.encoded(source, true)),
        limit);
  }

  // May be sent twice, both of them: a copy goes to a key that nobody else writes.
  private Answer send(String method, String fullKey, Map<String, String> headers, Duration limit)
      throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    String path = base + SigV4.encoded(fullKey, true);
    connections.takePlace(deadline);
    boolean placed = true;
    try {
      Answer answer = exchange(head(method, path, headers), deadline);
      placed = false;
      answer.body().within(limit, deadline);
      return answer;
    } finally {
      if (placed) {
        connections.leavePlace();
      }
    }
  }

  // A connection that rested may have been closed just now; that says nothing about the store.
  private Answer exchange(byte[] head, long deadline) throws IOException {
    while (true) {
      Connection rested = connections.rested();
      Connection connection = rested == null ? connections.fresh() : rested;
      try {
        connection.send(head, NOTHING);
        return answer(connection, connection.head(deadline));
      } catch (IOException e) {
        boolean again =
            rested != null && !connection.heard() && !(e instanceof SocketTimeoutException);
        connections.end(connection);
        if (!again) {
          throw e;
        }
      }
    }
  }

  private Answer answer(Connection connection, Connection.Head head) throws IOException {
    Map<String, String> headers = head.headers();
    boolean reusable = !headers.getOrDefault("connection", "").equalsIgnoreCase("close");
    long length;
    if (head.status() == 204 || head.status() == 304) {
      length = 0;
    } else if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      length = Body.CHUNKED;
    } else {
      try {
        String announced = headers.get("content-length");
        length = announced == null ? Body.UNTIL_CLOSED : Long.parseUnsignedLong(announced);
      } catch (NumberFormatException e) {
        throw new IOException("the answer's length is no number", e);
      }
    }
    return new Answer(head, length, new Body(connections, connection, length, reusable));
  }

  private byte[] head(String method, String path, Map<String, String> headers) {
    Map<String, String> toSign = new TreeMap<>(Map.of("host", host));
    StringBuilder head = new StringBuilder(1024);
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    headers.forEach(
        (name, value) -> {
          if (name.startsWith("x-amz-")) {
            toSign.put(name, value);
          } else {
            head.append(name).append(": ").append(value).append("\r\n");
          }
        });
    Map<String, String> signed =
        signer.sign(keys.get(), Instant.now().plus(skew), method, path, "", toSign, SigV4.NO_BODY);
    signed.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString().getBytes(ISO_8859_1);
  }

  /** The store says that this machine's clock is wrong: requests are dated by the store's. */
  void dateBy(Instant storeNow) {
    skew = Duration.between(Instant.now(), storeNow);
  }

  @Override
  public void close() {
    connections.close();
  }
}
