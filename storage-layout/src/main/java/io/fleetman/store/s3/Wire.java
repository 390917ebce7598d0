package io.fleetman.store.s3;

import io.fleetman.store.StorageSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Requests over the JDK's own HTTP client, signed by the SDK's signer: for a small object the SDK's
 * client takes several times the processor time. It knows an endpoint of one's own and no proxy;
 * the SDK knows the rest.
 */
final class Wire implements AutoCloseable {
  static {
    // The JDK keeps 5 connections for 5 seconds: an agent polls less often, and fetches with more.
    keep("http.maxConnections", Limits.CONNECTIONS);
    keep("http.keepAlive.time.server", Limits.KEEP_ALIVE_SECONDS);
    // It also reads the rest of an answer that was given up, to keep the connection: without a
    // limit, and with the lock for which whoever gave it up then waits.
    keep("http.KeepAlive.remainingData", 0);
  }

  private static final byte[] NOTHING = {};

  private final Signer signer;
  private final ScheduledExecutorService timers;
  private final Duration connect;
  private final String base;
  private final String all;
  private final String bucket;
  private final Semaphore places = new Semaphore(Limits.CONNECTIONS);
  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private volatile Clock clock = Clock.systemUTC();
  private volatile boolean closed;

  /** To the endpoint of these settings. */
  Wire(StorageSettings settings, URI endpoint, ScheduledExecutorService timers) {
    this.signer = new Signer(Clients.credentials(settings), settings.region());
    this.timers = timers;
    this.connect = Clients.connectWithin(settings);
    this.bucket = SdkHttpUtils.urlEncode(settings.bucket());
    String host = endpoint.getHost().toLowerCase(Locale.ROOT);
    String path = endpoint.getRawPath().replaceFirst("/+$", "") + "/";
    if (settings.usePathStyle()) {
      path += bucket + "/";
    } else {
      host = settings.bucket() + "." + host;
    }
    String port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
    this.base = URI.create(endpoint.getScheme() + "://" + host + port + path).toString();
    this.all = settings.usePathStyle() ? base.substring(0, base.length() - 1) : base;
  }

  private static void keep(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  /**
   * Sends a GET, and returns when its answer begins.
   *
   * @param limit of the time until the answer is closed, or its body taken
   */
  Exchange get(String fullKey, Map<String, String> headers, Duration limit) throws IOException {
    return send("GET", at(fullKey), headers, null, limit);
  }

  /** Asks for a page of the bucket's listing, and returns when its answer begins. */
  Exchange list(Map<String, String> query, Duration limit) throws IOException {
    StringJoiner asked = new StringJoiner("&", all + "?", "");
    query.forEach((name, value) -> asked.add(name + "=" + SdkHttpUtils.urlEncode(value)));
    return send("GET", URI.create(asked.toString()), Map.of(), null, limit);
  }

  /** Puts an object once, and returns when the answer begins. */
  Exchange put(String fullKey, Map<String, String> headers, byte[] body, Duration limit)
      throws IOException {
    return send("PUT", at(fullKey), headers, body, limit);
  }

  /** Has the store copy one full key to another, and returns when its answer begins. */
  Exchange copy(String source, String target, Duration limit) throws IOException {
    String from = "/" + bucket + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(source);
    return send("PUT", at(target), Map.of("x-amz-copy-source", from), null, limit);
  }

  private URI at(String fullKey) {
    return URI.create(base + SdkHttpUtils.urlEncodeIgnoreSlashes(fullKey));
  }

  // The JDK sends it again where a connection that was kept turns out to be closed. That may be
  // done with reads, and with a copy, which goes to a key that nobody else writes. What has a body
  // may be a swap: a length that is fixed makes the JDK send it as it comes, and so only once.
  private Exchange send(
      String method, URI uri, Map<String, String> headers, byte @Nullable [] body, Duration limit)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false); // to where this request is not signed for
    connection.setConnectTimeout((int) connect.toMillis());
    connection.setReadTimeout((int) limit.toMillis());
    connection.setRequestProperty("User-Agent", "fleetman");
    connection.setRequestProperty("Accept", "*/*");
    signer
        .sign(method, uri, headers, body, clock)
        .forEach((name, values) -> connection.setRequestProperty(name, values.getFirst()));
    if (body != null) {
      connection.setFixedLengthStreamingMode(body.length);
    }
    takePlace(limit);
    Exchange exchange = new Exchange(connection, this::end);
    open.add(exchange);
    try {
      exchange.within(limit, timers);
      if (closed) {
        throw new IOException("closed");
      }
      exchange.begin(method.equals("PUT") && body == null ? NOTHING : body);
      return exchange;
    } catch (IOException e) {
      boolean late = exchange.isLate();
      exchange.close();
      if (late) {
        throw timedOut(e);
      }
      throw e instanceof SocketTimeoutException && "Connect timed out".equals(e.getMessage())
          ? unreachable(e)
          : e;
    }
  }

  private void takePlace(Duration limit) throws IOException {
    try {
      if (!places.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SocketTimeoutException("no connection was free within the time limit");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException ended = new InterruptedIOException("interrupted");
      ended.initCause(e);
      throw ended;
    }
  }

  private void end(Exchange exchange) {
    if (open.remove(exchange)) {
      places.release();
    }
  }

  private static IOException timedOut(IOException e) {
    SocketTimeoutException late = new SocketTimeoutException("no answer within the time limit");
    late.initCause(e);
    return late;
  }

  private static IOException unreachable(IOException e) {
    ConnectException unreachable = new ConnectException("no connection in time");
    unreachable.initCause(e);
    return unreachable;
  }

  /** The store says that this machine's clock is wrong: requests are dated by the store's. */
  void dateBy(Instant storeNow) {
    Clock own = Clock.systemUTC();
    clock = Clock.offset(own, Duration.between(own.instant(), storeNow));
  }

  /** Who waits for an answer is told that there will be none. */
  @Override
  public void close() {
    closed = true;
    open.forEach(Exchange::cut);
  }
}
