package io.fleetman.store.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Connections to one store: so many and no more, and those that rest are used again. */
final class Connections implements AutoCloseable {
  private static final long LONGEST_REST = Duration.ofSeconds(20).toNanos();
  private static final long SURELY_ALIVE = Duration.ofMillis(500).toNanos();

  private final String host;
  private final int port;
  private final boolean secure;
  private final Duration connect;
  private final Semaphore places;
  private final ConcurrentLinkedDeque<Connection> resting = new ConcurrentLinkedDeque<>();
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Connections(URI endpoint, String host, Duration connect, int most) {
    this.host = host;
    this.secure = endpoint.getScheme().equals("https");
    this.port = endpoint.getPort() >= 0 ? endpoint.getPort() : secure ? 443 : 80;
    this.connect = connect;
    this.places = new Semaphore(most);
  }

  /** Waits for a place; each is given back by {@link #keep} or {@link #drop}. */
  void takePlace(long deadline) throws IOException {
    try {
      if (!places.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new SocketTimeoutException("no connection was free within the time limit");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException ended = new InterruptedIOException("interrupted");
      ended.initCause(e);
      throw ended;
    }
  }

  void leavePlace() {
    places.release();
  }

  /** One that rests and is still alive; null if there is none. */
  @Nullable Connection rested() throws IOException {
    for (Connection c = resting.peekLast();
        c != null && c.idleNanos() > LONGEST_REST;
        c = resting.peekLast()) {
      if (resting.remove(c)) {
        end(c);
      }
    }
    for (Connection c = resting.pollFirst(); c != null; c = resting.pollFirst()) {
      long idle = c.idleNanos();
      if (idle < SURELY_ALIVE || (idle < LONGEST_REST && !c.stale())) {
        return c;
      }
      end(c);
    }
    return null;
  }

  /** A new one, to the first of the host's addresses that answers. */
  Connection fresh() throws IOException {
    IOException last = null;
    for (InetAddress address : InetAddress.getAllByName(host)) {
      try {
        return fresh(address);
      } catch (ConnectException | SocketTimeoutException e) {
        last = e;
      }
    }
    throw last == null ? new ConnectException("the host has no address") : last;
  }

  private Connection fresh(InetAddress address) throws IOException {
    Socket socket = new Socket(Proxy.NO_PROXY);
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      try {
        socket.connect(new InetSocketAddress(address, port), (int) connect.toMillis());
      } catch (SocketTimeoutException e) {
        ConnectException unreachable = new ConnectException("no connection in time");
        unreachable.initCause(e);
        throw unreachable;
      }
      Connection connection = new Connection(secure ? secured(socket) : socket);
      open.add(connection);
      if (closed) {
        end(connection);
      }
      return connection;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private Socket secured(Socket socket) throws IOException {
    socket.setSoTimeout((int) connect.toMillis());
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket tls = (SSLSocket) factory.createSocket(socket, host, port, true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // else any certificate would do
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  /** Puts one to rest whose answer was read to its end. */
  void keep(Connection connection) {
    connection.rest();
    resting.addFirst(connection);
    places.release();
    if (closed) {
      close();
    }
  }

  /** Ends one. */
  void drop(Connection connection) {
    try {
      end(connection);
    } catch (IOException e) {
      // it is of no more use either way
      open.remove(connection);
    } finally {
      places.release();
    }
  }

  /** Ends one that rested, or was never of use; its place stays taken. */
  void end(Connection connection) throws IOException {
    open.remove(connection);
    connection.close();
  }

  /** Ends them all; who waits for an answer is told so. */
  @Override
  public void close() {
    closed = true;
    resting.clear();
    for (Connection connection : List.copyOf(open)) {
      try {
        end(connection);
      } catch (IOException e) {
        resting.remove(connection); // closing is all that could be done
      }
    }
  }
}
