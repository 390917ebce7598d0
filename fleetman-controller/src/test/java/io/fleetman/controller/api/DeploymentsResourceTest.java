package io.fleetman.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.ServiceFile;
import io.fleetman.controller.web.Answer;
import io.fleetman.controller.web.TestController;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeploymentsResourceTest {
  private static final String ONE = "/deployments/web/1";

  private final TestController given = new TestController();

  @BeforeEach
  void aManifest() {
    Definition.Service web =
        ServiceFile.parse(
            "web",
            "{manifest: web, profile: deploy, variables: {port: 80}, files: [{path: .},"
                + " {path: app.conf, type: template}]}");
    var _ = new Manifests(given.fleet()).apply(web.manifest(), web.spec(), null);
  }

  @AfterEach
  void stop() {
    given.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Answer put(String path, String text, String... headers) {
    return given.api("PUT", ONE + "/file?path=" + path, bytes(text), headers);
  }

  private Answer file(String path) {
    return given.api("GET", ONE + "/file?path=" + path, null);
  }

  private List<String> paths() {
    List<String> paths = new ArrayList<>();
    given
        .api("GET", ONE + "/files", null)
        .json()
        .path("items")
        .forEach(f -> paths.add(f.path("path").asText()));
    return paths;
  }

  @Test
  void aVersionFromItsFirstFileToTheRecycleBinAndBack() {
    assertThat(
            given.api("POST", "/deployments", Map.of("manifest", "web", "version", "1")).status())
        .isEqualTo(201);
    assertThat(put("app.conf", "port={{ vars.prot }}").status()).isEqualTo(200);
    Answer blockers = given.api("GET", ONE + "/blockers", null);
    assertThat(blockers.text("/blockers/0")).contains("unknown token '{{ vars.prot }}'");
    Answer refused = given.api("POST", ONE + "/seal", Map.of("reason", "now"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("errors")).hasSize(1);

    String seen = given.api("GET", ONE, null).header("ETag");
    assertThat(put("app.conf", "port={{ vars.port }}").status()).isEqualTo(200);
    assertThat(given.api("POST", ONE + "/seal", null, "If-Match", seen).status())
        .as("not what was seen")
        .isEqualTo(412);
    String now = given.api("GET", ONE, null).header("ETag");
    Answer sealed = given.api("POST", ONE + "/seal", Map.of("reason", "now"), "If-Match", now);
    assertThat(sealed.text("/deployment/state")).isEqualTo("sealed");
    assertThat(put("app.conf", "x").status()).isEqualTo(422);

    Answer copy =
        given.api("POST", "/deployments", Map.of("manifest", "web", "version", "2", "from", "1"));
    assertThat(copy.text("/files")).isEqualTo("1");
    assertThat(given.api("PUT", "/deployments/web/2/file?path=b", bytes("b")).status())
        .isEqualTo(200);
    Answer diff = given.api("GET", "/deployments/web/2/diff?with=1", null);
    assertThat(diff.json().path("items")).hasSize(1);
    assertThat(diff.text("/items/0/change")).isEqualTo("added");

    assertThat(given.api("POST", ONE + "/purge", null).status()).isEqualTo(422);
    assertThat(given.api("POST", ONE + "/recycle", null).text("/state")).isEqualTo("recycled");
    assertThat(given.api("GET", "/deployments?state=recycled", null).json().path("items"))
        .hasSize(1);
    assertThat(given.api("POST", ONE + "/restore", null).text("/state")).isEqualTo("sealed");
    assertThat(given.api("POST", ONE + "/restore", null).status()).isEqualTo(422);
    assertThat(given.api("POST", ONE + "/recycle", null).status()).isEqualTo(200);
    assertThat(given.api("POST", ONE + "/purge", null).json().path("objects").asInt()).isPositive();
    assertThat(given.api("POST", "/recycle-bin/empty", null).json().path("purged")).isEmpty();
    assertThat(given.api("GET", "/deployments", null).json().path("items")).hasSize(1);
  }

  @Test
  void ofTwoWhoEditOneFileTheSecondIsToldAndNothingIsLost() {
    String seen = put("app.conf", "first").header("ETag");
    assertThat(put("app.conf", "mine", "If-Match", seen).status()).isEqualTo(200);

    Answer second = put("app.conf", "theirs", "If-Match", seen);

    assertThat(second.status()).isEqualTo(412);
    assertThat(second.text("/detail")).contains("changed");
    assertThat(file("app.conf").http().body()).isEqualTo("mine");
    assertThat(put("app.conf", "new", "If-None-Match", "*").status()).isEqualTo(409);
    assertThat(given.api("DELETE", ONE + "/file?path=app.conf", null, "If-Match", seen).status())
        .isEqualTo(412);
    assertThat(given.api("DELETE", ONE + "/file?path=app.conf", null).status()).isEqualTo(204);
    assertThat(file("app.conf").status()).isEqualTo(404);
  }

  @Test
  void modesAreKeptAndSet() {
    var _ = given.api("PUT", ONE + "/file?path=bin/web&mode=0755", bytes("#!/bin/sh"));
    assertThat(given.api("GET", ONE + "/files", null).text("/items/0/mode")).isEqualTo("0755");
    Answer set = given.api("PATCH", ONE + "/file?path=bin/web", Map.of("mode", "0640"));
    assertThat(set.text("/mode")).isEqualTo("0640");
    assertThat(given.api("PATCH", ONE + "/file?path=bin/web", Map.of("mode", "x")).status())
        .isEqualTo(422);
    assertThat(given.api("PUT", ONE + "/file?path=a&mode=9", bytes("")).status()).isEqualTo(422);
    assertThat(given.api("PATCH", ONE + "/file?path=bin/web", Map.of()).text("/errors/0/field"))
        .isEqualTo("mode");
  }

  @Test
  void namesThatEscapeOrCannotBeAreRefused() {
    for (String path : List.of("../x", "/etc/passwd", "a/../../b", "a%5Cb", "a%00b", "%2e%2e/x")) {
      assertThat(given.api("PUT", ONE + "/file?path=" + path, bytes("x")).status())
          .as(path)
          .isEqualTo(422);
    }
    assertThat(given.api("PUT", ONE + "/file", bytes("x")).status()).isEqualTo(422);
    assertThat(given.api("GET", "/deployments/web/..x", null).status()).isEqualTo(404);
    assertThat(given.api("POST", "/deployments", Map.of("version", "1")).text("/errors/0/field"))
        .isEqualTo("manifest");
    // names that would be something else in an address are files like any other
    for (String name : List.of("100%25", "a;b", "a%3Fb%26c", "%C3%BC%20%F0%9F%98%80", "a%2Bb")) {
      assertThat(put(name, name).status()).as(name).isEqualTo(200);
      assertThat(file(name).http().body()).isEqualTo(name);
    }
  }

  private static byte[] tar(boolean packed, List<String> names, int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OutputStream out = packed ? new GZIPOutputStream(bytes) : bytes;
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (String name : names) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        tar.write(new byte[size]);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private Answer archive(String name, byte[] body) {
    return given.api("POST", ONE + "/archive?name=" + name, body);
  }

  @Test
  void anArchiveComesInAndGoesOut() throws IOException {
    assertThat(archive("a.tar.gz", tar(true, List.of("a", "d/b"), 3)).text("/uploaded"))
        .isEqualTo("2");
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      out.putArchiveEntry(new ZipArchiveEntry("z/c"));
      out.write(bytes("zipped"));
      out.closeArchiveEntry();
    }
    assertThat(archive("b.zip", zip.toByteArray()).status()).isEqualTo(200);
    assertThat(paths()).containsExactly("a", "d/b", "z/c");

    java.net.http.HttpResponse<byte[]> answer = raw(ONE + "/archive?form=tar.gz");
    List<String> names = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(answer.body())))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        names.add(e.getName());
      }
    }
    assertThat(names).containsExactly("a", "d/b", "z/c");
    assertThat(given.api("GET", ONE + "/archive?form=zip", null).status()).isEqualTo(200);
    assertThat(given.api("GET", ONE + "/archive?form=rar", null).status()).isEqualTo(422);
  }

  private java.net.http.HttpResponse<byte[]> raw(String path) {
    try (java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient()) {
      return client.send(
          java.net.http.HttpRequest.newBuilder(given.url("/api/v1" + path)).build(),
          java.net.http.HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void archivesThatEscapeClashOrExplodeAreRefusedAndNothingIsThere() throws IOException {
    assertThat(archive("a.tar", tar(false, List.of("../../etc/passwd"), 1)).text("/detail"))
        .contains("a.tar", "..");
    assertThat(archive("a.tar", tar(false, List.of("/etc/passwd"), 1)).status()).isEqualTo(422);
    assertThat(archive("a.tar", tar(false, List.of("x/Web", "x/web"), 1)).text("/detail"))
        .contains("differ in case alone");
    assertThat(archive("a.tar", tar(false, List.of("x", "x/y"), 1)).text("/detail"))
        .contains("lies in it");
    assertThat(archive("a.rar", bytes("x")).text("/detail")).contains("is no archive");
    assertThat(archive("a.zip", bytes("no zip")).text("/detail")).contains("cannot be unpacked");
    assertThat(archive("a.tar.gz", bytes("no gz")).status()).isEqualTo(422);

    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bomb))) {
      TarArchiveEntry entry = new TarArchiveEntry("bomb");
      entry.setSize(80L << 20);
      tar.putArchiveEntry(entry);
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 80; i++) {
        tar.write(zeros);
      }
      tar.closeArchiveEntry();
    }
    assertThat(archive("bomb.tar.gz", bomb.toByteArray()).text("/detail"))
        .contains("as a bomb does");
    assertThat(given.api("GET", ONE, null).status()).as("no draft was made").isEqualTo(404);
    assertThat(left()).as("temporary files").isEmpty();
  }

  @Test
  void anArchiveOf100000EntriesIsRefused() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      names.add("f" + i);
    }
    assertThat(archive("many.tar.gz", tar(true, names, 0)).text("/detail"))
        .contains("more than 50000 entries");
    assertThat(left()).isEmpty();
  }

  @Test
  void anUploadThatIsCutOffLeavesNothing() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), given.port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          bytes(
              "PUT /api/v1/deployments/web/1/file?path=big HTTP/1.1\r\nHost: 127.0.0.1:"
                  + given.port
                  + "\r\nContent-Length: 1000000\r\n\r\n"));
      out.write(new byte[100_000]);
      out.flush();
      await(() -> !left().isEmpty());
    }
    await(() -> left().isEmpty());
    assertThat(given.api("GET", ONE, null).status()).isEqualTo(404);
    assertThat(given.memory.keys()).noneMatch(k -> k.contains("/big"));
  }

  @Test
  void aFileThatWasSpoiltInTheBucketIsNotTakenForWhole() {
    var _ = put("a", "x".repeat(100_000));
    String key =
        given.memory.keys().stream().filter(k -> k.endsWith("/a")).findFirst().orElseThrow();
    given.memory.plant(key, "y".repeat(100_000));

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> raw(ONE + "/file?path=a"))
        .isInstanceOf(AssertionError.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void whatIsDownloadedIsSavedAndPicturesMayBeLookedAt() {
    var _ = put("page.html", "<script>alert(1)</script>");
    var _ = put("logo.png", "png");
    Answer html = given.api("GET", ONE + "/file?path=page.html&show=1", null);
    assertThat(html.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(html.header("Content-Disposition")).startsWith("attachment");
    Answer logo = given.api("GET", ONE + "/file?path=logo.png&show=1", null);
    assertThat(logo.header("Content-Type")).isEqualTo("image/png");
    assertThat(logo.header("Content-Disposition")).isEmpty();
    assertThat(logo.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void stagingIsPutPickedAndCleared() throws IOException {
    assertThat(given.api("PUT", "/staging/file?path=tls/cert.pem", bytes("cert")).status())
        .isEqualTo(200);
    assertThat(
            given
                .api("POST", "/staging/archive?name=jre.tar", tar(false, List.of("jre/java"), 4))
                .json()
                .path("files"))
        .hasSize(1);
    assertThat(given.api("GET", "/staging", null).json().path("items")).hasSize(2);
    assertThat(given.api("POST", ONE + "/pick", Map.of("paths", List.of("tls"))).text("/copied"))
        .isEqualTo("1");
    assertThat(given.api("POST", ONE + "/pick", Map.of("paths", List.of("no"))).status())
        .isEqualTo(404);
    assertThat(
            given
                .api("DELETE", "/staging/file?path=tls/cert.pem", null, "If-Match", "\"x\"")
                .status())
        .isEqualTo(412);
    assertThat(given.api("DELETE", "/staging/file?path=tls", null).status()).isEqualTo(204);
    assertThat(file("tls/cert.pem").http().body()).isEqualTo("cert");
    JsonNode orphans = given.api("GET", "/orphans", null).json().path("items");
    assertThat(orphans).isEmpty();
    assertThat(given.api("POST", "/orphans/clean-up", null).json().path("done")).isEmpty();
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 30 s");
      }
      Thread.onSpinWait();
    }
  }

  private static List<String> left() {
    try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.map(f -> f.getFileName().toString())
          .filter(n -> n.startsWith("fleetman-tmp-" + ProcessHandle.current().pid() + "-"))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
