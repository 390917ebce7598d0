package io.fleetman.e2e.size;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.controller.support.Listing;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.Portal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people send to a controller, whose heap is half of what it has for users: files larger than
 * all memory, thousands of them, what breaks off, what is no archive that anybody means.
 */
class PortalSizesTest {
  private static final boolean FULL = Boolean.getBoolean("fleetman.exhaustive");
  private static final int HEAP = 256;
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /** The most that a small controller may have in memory: a body kept there would show. */
  private static final int RESIDENT = 450;

  @TempDir static Path folder;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  // Set before the first test, all of which have one controller.
  @SuppressWarnings("NullAway.Init")
  private static Fleet fleet;

  @SuppressWarnings("NullAway.Init")
  private static Portal controller;

  @BeforeAll
  static void aController() throws IOException {
    Rung.EMBEDDED.check();
    fleet = Fleet.init(folder.resolve("fleet"));
    controller =
        fleet.controller(
            Map.of(
                "FLEETMAN_JAVA_OPTIONS",
                "-Xmx%dm %s -Djava.io.tmpdir=%s"
                    .formatted(HEAP, Footprint.option(log()), Files.createDirectory(temporary()))));
    HttpResponse<String> made =
        send("PUT", "/manifests/web", text("{\"yaml\": \"manifest: web\\nprofile: deploy\"}"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
  }

  @BeforeEach
  void needed() {
    Rung.EMBEDDED.require();
  }

  @AfterAll
  static void close() {
    if (controller != null) {
      controller.close();
    }
    if (fleet != null) {
      fleet.close();
    }
  }

  private static Path log() {
    return folder.resolve("controller-gc.log");
  }

  private static Path temporary() {
    return folder.resolve("temporary");
  }

  @Test
  void oneFileThatIsLargerThanAllMemory() throws Exception {
    long bytes = (FULL ? 5_120L : 300L) << 20;
    long start = System.nanoTime();
    Blocks sent = new Blocks(bytes);

    HttpResponse<String> put = send("PUT", "/deployments/web/1/file?path=image.bin", body(sent));

    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    Duration there = since(start);
    assertThat(json(put).path("bytes").asLong()).isEqualTo(bytes);
    JsonNode file = json(send("GET", "/deployments/web/1/files", BodyPublishers.noBody()));
    assertThat(file.at("/items/0/sha256").asText()).isEqualTo(sent.hash());
    start = System.nanoTime();
    assertThat(download("/deployments/web/1/file?path=image.bin")).isEqualTo(sent.hash());
    said(bytes / (1 << 20) + " MB in one file", there, since(start));
  }

  @Test
  void thousandsOfFilesInOneArchiveAndInBatches() throws Exception {
    int count = FULL ? 20_000 : 2_000;
    long start = System.nanoTime();
    HttpResponse<String> one =
        send("POST", "/deployments/web/5/archive?name=all.tar.gz", archive(0, count));
    assertThat(one.statusCode()).as(one.body()).isEqualTo(200);
    assertThat(json(one).path("uploaded").asInt()).isEqualTo(count);
    Duration there = since(start);
    // As a browser sends a folder.
    start = System.nanoTime();
    for (int from = 0; from < count; from += 500) {
      HttpResponse<String> batch =
          send("POST", "/deployments/web/6/archive?name=batch.tar.gz", archive(from, 500));
      assertThat(batch.statusCode()).as(batch.body()).isEqualTo(200);
    }
    for (String version : new String[] {"5", "6"}) {
      JsonNode draft = json(send("GET", "/deployments/web/" + version, BodyPublishers.noBody()));
      assertThat(draft.path("files").asInt()).as(version).isEqualTo(count);
    }
    said(count + " files", there, since(start));
  }

  @Test
  void aHundredThousandEntriesAndBombsAreRefusedAndLeaveNothing() throws Exception {
    HttpResponse<String> many =
        send("POST", "/deployments/web/3/archive?name=many.tar.gz", archive(0, 100_000));
    assertThat(many.statusCode()).as(many.body()).isEqualTo(422);
    assertThat(many.body()).contains("50000 entries");
    Path bomb = folder.resolve("bomb.tar.gz");
    try (TarArchiveOutputStream tar = tar(bomb)) {
      long size = (FULL ? 20L : 1L) << 30;
      TarArchiveEntry entry = new TarArchiveEntry("zeros");
      entry.setSize(size);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.putArchiveEntry(entry);
      byte[] zeros = new byte[1 << 20];
      for (long i = 0; i < size; i += zeros.length) {
        tar.write(zeros);
      }
      tar.closeArchiveEntry();
    }
    HttpResponse<String> refused =
        send("POST", "/deployments/web/3/archive?name=bomb.tar.gz", BodyPublishers.ofFile(bomb));
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
    assertThat(refused.body()).contains("as a bomb does");
    assertNothingIsThere("3");
    said("100,000 entries, a bomb", Duration.ZERO, Duration.ZERO);
  }

  @Test
  void whatBreaksOffLeavesNothing() throws Exception {
    long promised = (FULL ? 2_048L : 64L) << 20;
    for (String path : new String[] {"file?path=image.bin", "archive?name=image.tar"}) {
      String method = path.startsWith("file") ? "PUT" : "POST";
      URI to = controller.address();
      try (Socket line = new Socket(to.getHost(), to.getPort());
          InputStream blocks = new Blocks(promised / 2)) {
        OutputStream out = line.getOutputStream();
        out.write(
            """
            %s /api/v1/deployments/web/4/%s HTTP/1.1
            Host: localhost
            Content-Type: application/octet-stream
            Content-Length: %d

            """
                .replace("\n", "\r\n")
                .formatted(method, path, promised)
                .getBytes(StandardCharsets.US_ASCII));
        var _ = blocks.transferTo(out);
        out.flush();
      }
    }
    assertNothingIsThere("4");
    said(promised / 2 / (1 << 20) + " MB of twice as many, twice", Duration.ZERO, Duration.ZERO);
  }

  private static void assertNothingIsThere(String version) {
    Fleet.await("nothing in the temporary folder", () -> isEmpty(temporary()));
    assertThat(send("GET", "/deployments/web/" + version, BodyPublishers.noBody()).statusCode())
        .isEqualTo(404);
    String prefix = "deployments/web/" + version + "/";
    assertThat(Listing.all(fleet.documents().objects(), prefix).objects()).isEmpty();
  }

  private static Optional<Boolean> isEmpty(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.noneMatch(Files::isRegularFile) ? Optional.of(true) : Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // something went away meanwhile: look again
    }
  }

  /** What the controller needed for it is bounded, whatever was sent. */
  private static void said(String what, Duration there, Duration back) {
    Footprint footprint = Footprint.of(controller.pid(), log());
    System.out.printf(
        "sizes: to the controller, %s: %d s, then %d s, %s%n",
        what, there.toSeconds(), back.toSeconds(), footprint);
    assertThat(footprint.heapPeak()).isBetween(1, HEAP);
    assertThat(footprint.residentPeak()).isLessThan(RESIDENT);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static BodyPublisher archive(int from, int count) throws IOException {
    Path file = Files.createTempFile(folder, "archive", ".tar.gz");
    try (TarArchiveOutputStream tar = tar(file)) {
      for (int i = from; i < from + count; i++) {
        byte[] bytes = ("file " + i + "\n").getBytes(StandardCharsets.US_ASCII);
        TarArchiveEntry entry = new TarArchiveEntry("d%03d/file-%06d.txt".formatted(i / 200, i));
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
      }
    }
    return BodyPublishers.ofFile(file);
  }

  private static TarArchiveOutputStream tar(Path file) throws IOException {
    return new TarArchiveOutputStream(
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)));
  }

  private static BodyPublisher body(Blocks blocks) {
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> blocks), blocks.length());
  }

  private static BodyPublisher text(String json) {
    return BodyPublishers.ofString(json);
  }

  private static String download(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        HTTP.send(request(path).build(), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = answer.body()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return Sha256.hex(digest.digest());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(controller.address().resolve("/api/v1" + path)).timeout(LIMIT);
  }

  private static HttpResponse<String> send(String method, String path, BodyPublisher body) {
    String type = path.startsWith("/manifests") ? "application/json" : "application/octet-stream";
    try {
      return HTTP.send(
          request(path).method(method, body).header("Content-Type", type).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.read("answer", answer.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }
}
