package io.fleetman.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a program and a store, so that the first byte of every answer comes later, and
 * requests are counted. It looks at nothing but the turns of a connection: whatever a client sends
 * after an answer is a request. That costs it next to nothing, and holds for clients that do not
 * send a request before they have the answer to the last, as all do that are measured here.
 */
final class Relay implements AutoCloseable {
  private static final int BUFFER = 128 * 1024;
  private static final int LONGEST_LINE = 2048;

  /**
   * A request that went by.
   *
   * @param nanos when, by {@link System#nanoTime}
   * @param line {@code GET /bucket/key}
   */
  record Request(long nanos, String line) {}

  private final ServerSocketChannel listener;
  private final InetSocketAddress store;
  private final long delayNanos;
  private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private final java.util.Queue<Request> requests =
      new java.util.concurrent.ConcurrentLinkedQueue<>();

  private Relay(ServerSocketChannel listener, InetSocketAddress store, Duration delay) {
    this.listener = listener;
    this.store = store;
    this.delayNanos = delay.toNanos();
  }

  /** Listens on a free port of this machine. */
  static Relay start(InetSocketAddress store, Duration delay) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
    Relay relay = new Relay(listener, store, delay);
    Thread.ofVirtual().start(relay::accept);
    return relay;
  }

  String endpoint() {
    return "http://127.0.0.1:" + listener.socket().getLocalPort();
  }

  /** How many requests went by. */
  int count() {
    return count.get();
  }

  /** Forgets what went by. */
  void forget() {
    count.set(0);
    requests.clear();
  }

  /** What went by since it was last forgotten. */
  List<Request> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel client = listener.accept();
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        open.add(client);
        Thread.ofVirtual().start(() -> join(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void join(SocketChannel client) {
    try (client;
        SocketChannel server = SocketChannel.open(store)) {
      server.setOption(StandardSocketOptions.TCP_NODELAY, true);
      open.add(server);
      AtomicLong waiting = new AtomicLong(); // when the request came that is not answered yet
      Thread answers = Thread.ofVirtual().start(() -> answers(client, server, waiting));
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      while (client.read(buffer) >= 0) {
        buffer.flip();
        if (waiting.getAndSet(System.nanoTime()) == 0) {
          note(buffer);
        }
        write(buffer, server);
      }
      server.shutdownOutput();
      answers.join();
    } catch (IOException e) {
      return; // one of them hung up
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private void answers(SocketChannel client, SocketChannel server, AtomicLong waiting) {
    try (server;
        client) {
      open.add(server);
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      while (server.read(buffer) >= 0) {
        long asked = waiting.getAndSet(0);
        if (asked != 0 && delayNanos > 0) {
          LockSupport.parkNanos(delayNanos);
        }
        buffer.flip();
        write(buffer, client);
      }
    } catch (IOException e) {
      return; // one of them hung up
    } finally {
      open.remove(server);
    }
  }

  private void note(ByteBuffer buffer) {
    byte[] head = new byte[Math.min(buffer.remaining(), LONGEST_LINE)];
    buffer.duplicate().get(head);
    String line = new String(head, ISO_8859_1);
    int end = line.indexOf(" HTTP/1.1\r\n");
    if (end > 0) { // else the body that a "100 Continue" has asked for
      count.incrementAndGet();
      requests.add(new Request(System.nanoTime(), line.substring(0, end)));
    }
  }

  private static void write(ByteBuffer buffer, SocketChannel to) throws IOException {
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}
