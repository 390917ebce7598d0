package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.access.Users;
import io.fleetman.layout.UserId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who means ill would try. */
@Timeout(120)
class SecurityTest {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&</pre><script>x</script>";

  private final TestController controller = new TestController();

  @AfterEach
  void close() {
    controller.close();
  }

  @Test
  void noWayInIsOpenWithoutSigningIn() {
    var _ = new Users(controller.fleet()).add(new UserId("ada"), TestController.PASSWORD, null);
    for (Route route : controller.routes()) {
      String path = route.path().replace("{bucket}", "main").replaceAll("[{<][a-z]+[}>]", "x");
      HttpResponse<String> answer = controller.raw(route.method().name(), path);
      if (route.handler() instanceof Route.Handler.Resource) {
        assertThat(answer.statusCode()).as(route.toString()).isEqualTo(401);
        assertThat(answer.body()).contains("urn:fleetman:problem:sign-in");
      } else {
        assertThat(answer.statusCode()).as(route.toString()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElse("")).startsWith("/sign-in");
      }
    }
  }

  @Test
  void noFormIsTakenThatThisControllerDidNotMake() {
    for (Route route : controller.routes()) {
      if (!route.changes()) {
        continue;
      }
      String path = route.path().replace("{bucket}", "main").replaceAll("[{<][a-z]+[}>]", "x");
      HttpResponse<String> foreign =
          controller.raw(route.method().name(), path, "Origin", "https://evil.example");
      assertThat(foreign.statusCode()).as(route.toString()).isEqualTo(403);
      HttpResponse<String> crossSite =
          controller.raw(route.method().name(), path, "Sec-Fetch-Site", "cross-site");
      assertThat(crossSite.statusCode()).as(route.toString()).isEqualTo(403);
      if (route.handler() instanceof Route.Handler.Page) {
        assertThat(controller.raw(route.method().name(), path).statusCode())
            .as(route.toString())
            .isEqualTo(403);
      }
    }
  }

  @Test
  void whatIsWrittenIntoTheBucketIsTextOnEveryPage() {
    controller.memory.plant("notes/" + HOSTILE + ".txt", HOSTILE);
    controller.memory.plant("notes/x.json", "{\"" + HOSTILE.replace("\"", "\\\"") + "\": 1}");
    controller.post("/users", Map.of("name", HOSTILE, "password", HOSTILE));
    for (String path :
        List.of(
            "/b/main/storage?prefix=notes/",
            "/b/main/storage?prefix=" + Frame.encoded(HOSTILE),
            "/b/main/storage/object?key=" + Frame.encoded("notes/" + HOSTILE + ".txt"),
            "/b/main/storage/object?edit=1&key=" + Frame.encoded("notes/" + HOSTILE + ".txt"),
            "/b/main/storage/object?key=notes/x.json",
            "/b/main/storage/delete?prefix=notes/",
            "/b/main/search?q=" + Frame.encoded(HOSTILE),
            "/b/main/activity?by=" + Frame.encoded(HOSTILE) + "&object=" + Frame.encoded(HOSTILE),
            "/b/main/" + Frame.encoded(HOSTILE),
            "/b/" + Frame.encoded(HOSTILE) + "/fleet",
            "/sign-in?next=" + Frame.encoded("/" + HOSTILE))) {
      String page = controller.get(path).body();
      assertThat(page).as(path).doesNotContain("<img src=x").doesNotContain("<script>x");
      assertThat(page.replaceAll("\"[^\"]*\"", "\"\""))
          .as(path)
          .doesNotContainPattern("<[^>]* on[a-z]+=");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/000000000000/..%2f..%2fetc%2fpasswd",
        "/assets/../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/b/main/storage/object?key=../../etc/passwd",
        "/b/main/storage/raw?key=..%2f..%2fetc%2fpasswd",
        "/b/main/../../etc/passwd"
      })
  void nothingOfThisMachineIsServed(String path) throws IOException {
    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
        .doesNotContain("root:")
        .containsPattern("^HTTP/1.1 (4\\d\\d|302)");
  }

  @Test
  void headersCannotBeSplit() throws IOException {
    String answer =
        raw(
            String.join(
                "\r\n",
                "GET /b/main%0d%0aSet-Cookie:%20x=1/ HTTP/1.1",
                "Host: 127.0.0.1",
                "Connection: close",
                "",
                ""));
    assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain("set-cookie: x=1");
    controller.memory.plant("notes/a\"; x.txt", "x");
    HttpResponse<String> file =
        controller.get("/b/main/storage/raw?key=" + Frame.encoded("notes/a\"; x.txt"));
    assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
        .isEqualTo("attachment; filename=a___x.txt");
    assertThat(file.headers().firstValue("Content-Security-Policy").orElse("")).contains("sandbox");
  }

  @Test
  void largeBodiesAndHeadersAreRefused() throws IOException {
    String large = "x".repeat(5 * 1024 * 1024);
    assertThat(controller.api("POST", "/users", Map.of("name", large)).status()).isEqualTo(413);
    assertThat(controller.postWithout("/sign-in", Map.of("name", large)).statusCode())
        .isEqualTo(413);
    String header =
        raw(
            "GET /b/main/fleet HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "
                + "x".repeat(20_000)
                + "\r\nConnection: close\r\n\r\n");
    assertThat(header).startsWith("HTTP/1.1 431");
  }

  @Test
  void aBodyThatDripsIsCutOff() throws Exception {
    long begun = System.nanoTime();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), controller.port)) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /api/v1/users HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      Thread drip =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 600; i++) {
                        out.write(' ');
                        out.flush();
                        Thread.sleep(100);
                      }
                    } catch (IOException | InterruptedException e) {
                      // it is cut off, which is what is wanted
                    }
                  });
      int status = firstDigitOfStatus(socket);
      drip.interrupt();
      assertThat(status).isIn(-1, (int) '4', (int) '5');
      assertThat(System.nanoTime() - begun).isLessThan(45_000_000_000L);
    }
  }

  private static int firstDigitOfStatus(Socket socket) throws IOException {
    try {
      byte[] start = socket.getInputStream().readNBytes(10);
      return start.length < 10 ? -1 : start[9];
    } catch (SocketException e) {
      return -1;
    }
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), controller.port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
