package io.fleetman.agent.health;

import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.process.Runner;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One kind of health check. */
public sealed interface Probe {
  /** What is checked, for messages. */
  String shown();

  /** Tries once, bounded in time; null if healthy, else why not. */
  @Nullable String tryOnce() throws InterruptedException;

  /** Nothing is asked: being up is enough. */
  record None() implements Probe {
    @Override
    public String shown() {
      return "being up";
    }

    @Override
    public @Nullable String tryOnce() {
      return null;
    }
  }

  /**
   * A URL that must answer 200 to 399.
   *
   * @param timeout of the whole attempt
   */
  record Http(URI url, Duration timeout) implements Probe {
    @Override
    public String shown() {
      return "GET " + url;
    }

    @Override
    public @Nullable String tryOnce() throws InterruptedException {
      return bounded(this::get, timeout);
    }

    private @Nullable String get() throws IOException {
      if (!(url.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection http)) {
        return "it is not an http or https URL";
      }
      try {
        http.setConnectTimeout((int) timeout.toMillis());
        http.setReadTimeout((int) timeout.toMillis());
        http.setInstanceFollowRedirects(false);
        http.setRequestProperty("Connection", "close");
        int status = http.getResponseCode();
        return status >= 200 && status < 400 ? null : "it answers " + status;
      } finally {
        http.disconnect();
      }
    }
  }

  /**
   * An address that must accept a connection.
   *
   * @param timeout of the whole attempt
   */
  record Tcp(String host, int port, Duration timeout) implements Probe {
    @Override
    public String shown() {
      return "a connection to " + host + ":" + port;
    }

    @Override
    public @Nullable String tryOnce() throws InterruptedException {
      return bounded(
          () -> {
            try (Socket socket = new Socket()) {
              socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
              return null;
            }
          },
          timeout);
    }
  }

  /** A command that must end with exit status 0. */
  record Run(Command command, String line, Runner runner) implements Probe {
    @Override
    public String shown() {
      return "'" + line + "'";
    }

    @Override
    public @Nullable String tryOnce() throws InterruptedException {
      Result result = runner.run(command);
      return result.ok() ? null : "it " + result.problem();
    }
  }

  /** An attempt that may fail with an I/O error. */
  @FunctionalInterface
  interface Attempt {
    /** Null if healthy. */
    @Nullable String run() throws IOException;
  }

  // Name resolution and slow bodies know no time limit of their own.
  private static @Nullable String bounded(Attempt attempt, Duration timeout)
      throws InterruptedException {
    FutureTask<@Nullable String> task = new FutureTask<>(attempt::run);
    Thread thread = Thread.ofVirtual().name("probe").start(task);
    try {
      return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return "no answer within " + timeout.toMillis() + " ms";
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return cause == null || cause.getMessage() == null
          ? String.valueOf(cause)
          : cause.getMessage();
    } finally {
      thread.interrupt();
    }
  }
}
