package io.fleetman.e2e.fleet;

import io.fleetman.e2e.node.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code fleetman controller} as a process of its own. */
final class Portal implements AutoCloseable {
  private final Process process;
  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  private Portal(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  static Portal start(Path config, Map<String, String> environment) {
    int port = Ports.next();
    ProcessBuilder builder =
        new ProcessBuilder(
                Fleet.PROJECT.resolve("fleetman").toString(),
                "controller",
                "--port",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    builder.environment().put("FLEETMAN_CONFIG", config.toString());
    builder.environment().put("FLEETMAN_BUILD", "never");
    try {
      Portal portal = new Portal(builder.start(), URI.create("http://127.0.0.1:" + port));
      Fleet.await("the controller", () -> portal.get("/health/ready"));
      return portal;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return address;
  }

  String page() {
    return get("/").orElseThrow(() -> new AssertionError("the page does not answer"));
  }

  private Optional<String> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(10)).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not up yet; whoever waits says so in the end
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    http.close();
  }
}
