package io.fleetman.controller.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks what the demo started, as a browser would. */
final class Http {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Http() {}

  /**
   * The body of a page.
   *
   * @throws IOException if nobody answers in time, or not with 200
   */
  static String get(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(url + " answered " + answer.statusCode());
      }
      return answer.body();
    }
  }
}
