package io.fleetman.e2e.fleet;

import io.fleetman.e2e.node.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code fleetman controller} as a process of its own. */
public final class Portal implements AutoCloseable {
  private final Process process;
  private final URI address;
  private final Path said;
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  private Portal(Process process, URI address, Path said) {
    this.process = process;
    this.address = address;
    this.said = said;
  }

  static Portal start(Path config, Map<String, String> environment) {
    int port = Ports.next();
    Path said = said(config);
    ProcessBuilder builder =
        new ProcessBuilder(
                Fleet.PROJECT.resolve("fleetman").toString(),
                "controller",
                "--port",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("FLEETMAN_CONFIG", config.toString());
    builder.environment().put("FLEETMAN_BUILD", "never");
    try {
      Portal portal = new Portal(builder.start(), URI.create("http://127.0.0.1:" + port), said);
      Fleet.await("the controller", () -> portal.get("/health/ready"));
      return portal;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path said(Path config) {
    try {
      return Files.createTempFile(config.toAbsolutePath().getParent(), "controller", ".out");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is. */
  public URI address() {
    return address;
  }

  /** Its process. */
  public long pid() {
    return process.pid();
  }

  /** What it has said so far, on stdout and stderr. */
  public String said() {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9}; returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
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
