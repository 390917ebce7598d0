package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no well-behaved client sends are answered in the words of all other refusals. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsTest {
  private static final String VALIDATE = "/manifests/-/validate";

  private TestController controller;

  @BeforeAll
  void start() {
    controller = new TestController();
    controller.memory.plant("notes/a.txt", "abc");
  }

  @AfterAll
  void close() {
    controller.close();
  }

  /** Sends lines as they are; returns the whole answer. */
  private String raw(String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), controller.port)) {
      socket.setSoTimeout(60_000);
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertProblem(String answer, int status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(answer.replace("\r", ""))
        .containsIgnoringCase("\ncontent-type: application/problem+json")
        .contains("\"type\" : \"urn:fleetman:problem:")
        .doesNotContain("<html", "Exception", "io.fleetman", "org.eclipse");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /api/v1/me HTTP/1.1, 'Host: ', 400",
    "GET /api/v1/me HTTP/1.1, 'Host: localhost:99999999', 400",
    "GET /api/v1/me HTTP/1.1, 'Host: l\u00f6calhost', 400",
    "GET /api/v1/me HTTP/1.1, 'Host: evil.example', 401",
    "GET http://evil.example/api/v1/me HTTP/1.1, 'Host: 127.0.0.1', 400",
    "GET /api/v1/manifests/a%00b HTTP/1.1, 'Host: 127.0.0.1', 400",
    "GET /api/v1/manifests/%zz HTTP/1.1, 'Host: 127.0.0.1', 400",
    "GET /api/v1/manifests/%c0%ae%c0%ae HTTP/1.1, 'Host: 127.0.0.1', 400",
    "GET /b/main/..;/fleet HTTP/1.1, 'Host: 127.0.0.1', 400",
    "CONNECT /api/v1/me HTTP/1.1, 'Host: 127.0.0.1', 400",
    "GET /api/v1/me HTTP/9.9, 'Host: 127.0.0.1', 505",
    "GET /api/v1/me HTTP/1.1, 'Host: 127.0.0.1\r\nHost: 127.0.0.1', 400",
    "GET /api/v1/me HTTP/1.1, 'Host: 127.0.0.1\r\n folded: x', 400",
    "GET /api/v1/me HTTP/1.1, 'Host: 127.0.0.1\r\nExpect: nonsense', 417",
    "POST /x HTTP/1.1, 'Host: a\r\nContent-Length: -1', 400",
    "POST /x HTTP/1.1, 'Host: a\r\nContent-Length: 5\r\nContent-Length: 6', 400",
    "POST /x HTTP/1.1, 'Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked', 400",
    "POST /x HTTP/1.1, 'Host: a\r\nTransfer-Encoding: gzip', 400",
    "TRACE /api/v1/me HTTP/1.1, 'Host: 127.0.0.1', 405",
    "BREW /api/v1/me HTTP/1.1, 'Host: 127.0.0.1', 405"
  })
  void whatIsNoRequestIsRefusedInPlainWords(String first, String host, int status)
      throws IOException {
    assertProblem(raw(first, host), status);
  }

  @Test
  void longAddressesAndHeadersAreRefused() throws IOException {
    String many = "a".repeat(20_000);
    assertProblem(raw("GET /api/v1/cells?q=" + many + " HTTP/1.1", "Host: 127.0.0.1"), 414);
    assertProblem(raw("GET /api/v1/me HTTP/1.1", "Host: 127.0.0.1", "X: " + many), 431);
  }

  @Test
  void aChunkThatIsNoneEndsTheRequest() throws IOException {
    String answer =
        raw(
            "POST /api/v1" + VALIDATE + " HTTP/1.1",
            "Host: 127.0.0.1",
            "Content-Type: application/json",
            "Transfer-Encoding: chunked",
            "",
            "zz",
            "{}");
    assertProblem(answer, 400);
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, /me, 'GET, HEAD, OPTIONS'",
    "POST, /cells, 'GET, HEAD, OPTIONS'",
    "GET, /publishes/x/finish, 'POST, OPTIONS'",
    "DELETE, /publishes, 'GET, HEAD, POST, OPTIONS'"
  })
  void anotherMethodIsToldWhichThereAre(String method, String path, String allow) {
    var answer = controller.raw(method, "/api/v1" + path);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue(allow);
    var options = controller.raw("OPTIONS", "/api/v1" + path);
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue(allow);
    assertThat(options.headers().map().keySet())
        .as("no other site's page may ask")
        .noneMatch(h -> h.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
  }

  @Test
  void headSaysWhatGetWould() {
    for (String path : List.of("/me", "/storage/object?key=notes/a.txt", "/events", "/manifests")) {
      var head = controller.raw("HEAD", "/api/v1" + path);
      assertThat(head.statusCode()).as(path).isEqualTo(200);
      assertThat(head.body()).isEmpty();
    }
    assertThat(
            controller
                .raw("HEAD", "/api/v1/storage/object?key=notes/a.txt")
                .headers()
                .firstValue("ETag"))
        .isPresent();
    assertThat(controller.raw("HEAD", "/api/v1/manifests/none").statusCode()).isEqualTo(404);
    assertThat(controller.raw("HEAD", "/api/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(controller.raw("HEAD", "/b/main/fleet").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/cells?limit=1&limit=2",
        "/cells?limit=%D9%A3",
        "/cells?bucket=main&bucket=main",
        "/cells?cursor=%00",
        "/cells?cursor=%2B%2F%2B",
        "/cells?cursor=_____w",
        "/cells?cursor=AAAA",
        "/cells?state=nothing",
        "/storage/keys?cursor=AQEB",
        "/storage/keys?prefix=%01",
        "/storage/keys?prefix=../",
        "/storage/folder?prefix=/",
        "/storage/folder?prefix=a/../../",
        "/storage/object?key=a%0d%0ab",
        "/publish-previews?lines=perhaps"
      })
  void parametersThatAreNoneAreNamed(String path) {
    Answer answer =
        path.startsWith("/publish")
            ? controller.api("POST", path, Map.of("version", "1", "cells", List.of("a/b")))
            : controller.api("GET", path, null);
    assertThat(answer.status()).as(path).isEqualTo(422);
    assertThat(answer.text("/errors/0/field")).as(path).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | it must be a JSON object",
        "1e999999999 | it must be a JSON object",
        "'' | empty",
        "{\"yaml\":\"a\"} {} | more comes after",
        "{\"yaml\":\"a\",\"yaml\":\"b\"} | Duplicate",
        "{\"yaml\":[]} | it must be a text",
        "<a/> | not JSON",
        "{\"yaml\":\"\\ud800\"} | ",
        "{\"yml\":\"a\"} | yaml"
      })
  void bodiesThatAreNoneAreSaidToBeSo(String body, String said) {
    Answer answer = controller.api("POST", VALIDATE, body.getBytes(StandardCharsets.UTF_8));
    if (said == null) {
      assertThat(answer.status()).isIn(200, 422);
      return;
    }
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("/detail")).contains(said).doesNotContain("io.fleetman", "Jackson");
  }

  @ParameterizedTest
  @CsvSource({"1.5, a whole number", "99999999999999999999, ''", "true, ''", "{}, ''"})
  void numbersAreNotCutOff(String number, String said) {
    Answer answer =
        controller.api(
            "POST",
            "/storage/deletions",
            ("{\"prefix\": \"a/\", \"expected\": " + number + "}")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("/errors/0/field")).isEqualTo("expected");
    assertThat(answer.text("/detail")).contains(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"yaml\":["})
  void jsonWithoutAnEndIsRefused(String opening) {
    Answer answer =
        controller.api("POST", VALIDATE, opening.repeat(200_000).getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).isEqualTo(422);
  }

  @Test
  void yamlBombsAreRefusedAtOnce() {
    StringBuilder laughs = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (char c = 'b'; c < 'k'; c++) {
      String before = "*" + (char) (c - 1);
      laughs.append(c + ": &" + c + " [" + (before + ",").repeat(8) + before + "]\n");
    }
    for (String bomb :
        List.of(
            laughs.toString(),
            "a: &a\n  b: *a\n",
            "manifest: web\ncommand: " + "[".repeat(50_000),
            "manifest: web\ncommand: " + "{a: ".repeat(50_000),
            "- ".repeat(50_000),
            "!!javax.script.ScriptEngineManager [!!java.net.URL ['http://127.0.0.1/']]",
            "manifest: web\nprofile: deploy\nvariables:\n" + "  v: x\n".repeat(100_000))) {
      Answer answer = controller.api("POST", VALIDATE, Map.of("yaml", bomb));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("valid").asBoolean()).isFalse();
      assertThat(answer.text("/problems/0/message")).isNotEmpty();
    }
  }

  @Test
  void packedBodiesAreNotTakenForWhatTheyAreNot() {
    Answer answer =
        controller.api("POST", VALIDATE, Map.of("yaml", "a"), "Content-Encoding", "gzip");
    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void anAnswerDoesNotGrowWithWhatWasSent() {
    List<String> many =
        java.util.stream.IntStream.range(0, 50_000).mapToObj(i -> "n/c" + i).toList();
    Answer unknown = controller.api("POST", "/publishes", Map.of("version", "1", "cells", many));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.http().body().length()).isLessThan(10_000);
    List<String> bad = java.util.stream.IntStream.range(0, 5_000).mapToObj(i -> "N/C" + i).toList();
    Answer invalid = controller.api("POST", "/publishes", Map.of("version", "1", "cells", bad));
    assertThat(invalid.status()).isEqualTo(422);
    assertThat(invalid.json().path("errors").size()).isLessThanOrEqualTo(200);
  }
}
