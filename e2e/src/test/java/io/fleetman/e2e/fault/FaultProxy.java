package io.fleetman.e2e.fault;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a store over HTTP and breaks what the rules say. All else passes byte
 * for byte, Host included, so that signatures stay valid.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 256;

  /**
   * How good the line to the store is where nothing is broken.
   *
   * @param firstByte what comes on top of the store's own time for each request
   * @param bytesASecond towards the client, for each connection; 0: as fast as it goes
   */
  public record Line(Duration firstByte, long bytesASecond) {
    /** Adds nothing. */
    public static final Line PERFECT = new Line(Duration.ZERO, 0);
  }

  private final URI store;
  private final Faults faults;
  private final Line line;
  private final Map<String, Answer> lists = new ConcurrentHashMap<>();
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final int port;
  private @Nullable ServerSocket server;
  private volatile boolean closed;

  private FaultProxy(URI store, Faults faults, Line line, int port) {
    this.store = store;
    this.faults = faults;
    this.line = line;
    this.port = port;
  }

  /**
   * Starts one on loopback.
   *
   * @param port 0: any free one
   */
  public static FaultProxy start(int port, URI store, Faults faults, Line line) {
    try {
      ServerSocket server = listen(port);
      FaultProxy proxy = new FaultProxy(store, faults, line, server.getLocalPort());
      proxy.accept(server);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients find it. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What is broken, to be changed at any time. */
  public Faults faults() {
    return faults;
  }

  /** Nobody listens, and every connection ends. */
  public synchronized void down() {
    try {
      if (server != null) {
        server.close();
        server = null;
      }
      cut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens again, at the same place. */
  public synchronized void up() {
    try {
      if (server == null) {
        accept(listen(port));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends every connection, as a restart of the network does. */
  public void cut() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private synchronized void accept(ServerSocket listening) {
    server = listening;
    Thread.ofPlatform().daemon().name("fault-proxy").start(() -> acceptAll(listening));
  }

  private void acceptAll(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          faults.log("a connection cannot be accepted: " + e);
        }
      }
    }
  }

  private void serve(Socket client) {
    clients.add(client);
    try (client) {
      client.setTcpNoDelay(true);
      new Connection(this, client).serve();
    } catch (IOException e) {
      // either side may end at any time; the other side's connection is closed with it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clients.remove(client);
    }
  }

  Line line() {
    return line;
  }

  Upstream connect() throws IOException {
    return Upstream.open(store);
  }

  void remember(String target, Answer answer) {
    lists.put(target, answer);
  }

  @Nullable Answer remembered(String target) {
    return lists.get(target);
  }

  /** Passes a request on whose client has gone. */
  void later(Duration after, Head request, byte[] body) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Upstream late = connect()) {
                Thread.sleep(after);
                if (!closed) {
                  Head answer =
                      late.ask(
                          request, new ByteArrayInputStream(body), OutputStream.nullOutputStream());
                  faults.log(
                      "landed late: %s %s: %d"
                          .formatted(request.method(), request.key(), answer.status()));
                }
              } catch (IOException | InterruptedException e) {
                faults.log("did not land: " + request.method() + " " + request.target());
              }
            });
  }

  @Override
  public void close() {
    closed = true;
    down();
  }
}
