package io.fleetman.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks a service all the time whether it is up, and since when. */
final class Uptime implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest request;
  private final Set<String> starts = new ConcurrentSkipListSet<>();
  private final List<String> gaps = new CopyOnWriteArrayList<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("uptime").unstarted(this::ask);

  private Uptime(int port) {
    request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).timeout(LIMIT).build();
  }

  /** Begins to watch a service that is up. */
  static Uptime of(int port) {
    Uptime uptime = new Uptime(port);
    uptime.thread.start();
    return uptime;
  }

  private void ask() {
    try {
      while (true) {
        try {
          HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
          starts.add(answer.headers().firstValue("Started").orElse("never said"));
        } catch (IOException e) {
          gaps.add(Instant.now() + " " + e);
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Fails if it was down at any time, or is another process than at the beginning. */
  void isUnbroken() {
    assertThat(gaps).as("times when the service did not answer").isEmpty();
    assertThat(starts).as("process and start time").hasSize(1);
  }

  @Override
  public void close() {
    thread.interrupt();
    http.shutdownNow();
  }
}
