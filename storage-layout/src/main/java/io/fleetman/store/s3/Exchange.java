package io.fleetman.store.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request and its answer; whoever has it closes it. */
final class Exchange implements AutoCloseable, GuardedStream.Cuttable {
  private final HttpURLConnection connection;
  private final Consumer<Exchange> atEnd;
  private volatile boolean late;
  private volatile boolean cut;
  private @Nullable Future<?> limit;
  private @Nullable InputStream body;
  private int status;

  Exchange(HttpURLConnection connection, Consumer<Exchange> atEnd) {
    this.connection = connection;
    this.atEnd = atEnd;
  }

  /** Cuts the connection when the time is up, and again, lest it was just being made. */
  void within(Duration time, ScheduledExecutorService timers) {
    long millis = time.toMillis();
    limit = timers.scheduleWithFixedDelay(this::tooLate, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void tooLate() {
    late = true;
    endConnection();
  }

  /** Sends the request, and waits for the head of the answer. */
  void begin(byte @Nullable [] sent) throws IOException {
    try {
      if (sent != null) {
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(sent);
        }
      }
      status = connection.getResponseCode();
    } catch (RuntimeException e) {
      throw new IOException("the connection was cut", e); // the JDK's own words for it vary
    }
    if (status < 200) {
      throw new ProtocolException("the answer is not HTTP");
    }
    InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    body = answer == null ? InputStream.nullInputStream() : new UntilCut(answer); // if it has one
  }

  // Whoever reads holds the JDK's lock, and takes it again before those who want to close get it:
  // an answer that drips would be read for ever. A single read ends by the connection's own limit.
  private final class UntilCut extends FilterInputStream {
    UntilCut(InputStream answer) {
      super(answer);
    }

    @Override
    public int read() throws IOException {
      check();
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      check();
      return super.read(bytes, offset, length);
    }

    @Override
    public long skip(long count) throws IOException {
      check();
      return super.skip(count);
    }

    private void check() throws IOException {
      if (late || cut) {
        throw new IOException("the connection was cut");
      }
    }
  }

  /** Such as 200. */
  int status() {
    return status;
  }

  /** The announced length of the body; negative if there is none. */
  long length() {
    return connection.getContentLengthLong();
  }

  /** A header's value; empty if it has none. */
  String header(String name) {
    return Objects.requireNonNullElse(connection.getHeaderField(name), "");
  }

  /** The body, within the limit of the exchange. */
  InputStream body() {
    return Objects.requireNonNull(body, "begin() comes first");
  }

  /** Whether the time was up before the end. */
  boolean isLate() {
    return late;
  }

  /** The body for somebody who watches its time from now on; the exchange is closed with it. */
  InputStream takeBody() {
    stopLimit();
    return new FilterInputStream(body()) {
      @Override
      public void close() {
        Exchange.this.close();
      }
    };
  }

  private void stopLimit() {
    if (limit != null) {
      limit.cancel(false);
    }
  }

  /** Ends it and its connection, from whatever thread; who reads from it fails. */
  @Override
  public void cut() {
    cut = true;
    stopLimit();
    endConnection();
    atEnd.accept(this);
  }

  // Closing waits for a read that is under way, which the timer's thread must not.
  private void endConnection() {
    Thread.startVirtualThread(connection::disconnect);
  }

  /** Gives the connection back if all was read; closes it, sooner or later, if not. */
  @Override
  public void close() {
    stopLimit();
    try {
      if (body != null) {
        body.close();
      }
    } catch (IOException e) {
      connection.disconnect(); // then it is not used again
    } finally {
      atEnd.accept(this);
    }
  }
}
