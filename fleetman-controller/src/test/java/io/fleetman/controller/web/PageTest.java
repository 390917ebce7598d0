package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.access.Users;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.UserId;
import io.fleetman.layout.Version;
import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.InMemoryObjectStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PageTest {
  private static final String HOSTILE =
      "<img src=x onerror=alert(1)>\"'&</pre><script>alert(2)</script>";

  @Test
  void aNodeAndItsCellAreShownAsTheNodeReportsThem() throws Exception {
    try (Window window = new Window()) {
      window.heardOf(
          Fleets.node("node-1", Presence.ACTIVE, 0, Map.of("site", "berlin")),
          web("2.1", List.of()));
      String nodes = window.get("/b/main/nodes").body();
      assertThat(nodes).contains("node-1", "site=berlin", "main", "Active");
      assertThat(window.get("/b/main/cells").body()).contains("web", "2.1");
      assertThat(window.get("/b/main/nodes?part=1").body())
          .contains("node-1")
          .doesNotContain("<html");
    }
  }

  @Test
  void anEmptyFleetShowsTheFirstSteps() throws Exception {
    try (Window window = new Window()) {
      assertThat(window.get("/").body())
          .contains("This fleet is empty", "./fleetman node add node-1", "./fleetman deploy");
    }
  }

  @Test
  void whatFailedIsAtTheTopWithItsReasonAndTheEndOfItsLog() {
    try (Window window = new Window()) {
      window.heardOf(
          Fleets.node("node-1", Presence.ACTIVE, 0, Map.of()),
          web("1.5.0", List.of("cannot bind 127.0.0.1:8080: address already in use")));
      String page = window.get("/b/main/fleet").body();
      assertThat(page.indexOf("Needs attention")).isBetween(0, page.indexOf("id=\"recent-title\""));
      assertThat(page).contains("it ended: cannot bind", "Last lines of its log");
    }
  }

  @Test
  void labelsReasonsAndLogsAreTextWhateverTheySay() throws Exception {
    try (Window window = new Window()) {
      window.heardOf(
          Fleets.node("node-1", Presence.ACTIVE, 0, Map.of("site", HOSTILE)),
          web("1", List.of(HOSTILE)));
      String page = window.get("/").body();
      assertThat(page).contains("&lt;img src=x onerror=alert(1)");
      assertThat(page).doesNotContain("<img src=x").doesNotContain("<script>alert");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/b/main/activity", "/health/live", "/health/ready", "/no-such-page"})
  void everyAnswerForbidsInlineScriptsAndFraming(String path) throws Exception {
    try (Window window = new Window()) {
      HttpResponse<String> answer = window.get(path);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.body())
          .doesNotContainPattern("<script(?![^>]* src=)")
          .doesNotContainPattern("<[^>]* (style|on[a-z]+)=")
          .doesNotContain("<style");
    }
  }

  @Test
  void everythingThePageNamesIsServedForEverUnderItsHash() throws Exception {
    try (Window window = new Window()) {
      Matcher named = Pattern.compile("\"(/assets/[^\"]+)\"").matcher(window.get("/").body());
      int seen = 0;
      while (named.find()) {
        HttpResponse<String> asset = window.get(named.group(1));
        assertThat(asset.statusCode()).as(named.group(1)).isEqualTo(200);
        assertThat(asset.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        seen++;
      }
      assertThat(seen).isGreaterThanOrEqualTo(6);
      assertThat(window.get("/assets/000000000000/tabler.css").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void anUnchangedFleetIsAnsweredWithoutABody() throws Exception {
    try (Window window = new Window()) {
      window.heardOf(Fleets.node("node-1", Presence.ACTIVE, 0, Map.of()), web("1", List.of()));
      String etag = window.get("/b/main/cells?part=1").headers().firstValue("ETag").orElseThrow();
      HttpResponse<String> again = window.get("/b/main/cells?part=1", "If-None-Match", etag);
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.headers().firstValue("Fleetman-Age")).isPresent();
      window.heardOf(Fleets.node("node-1", Presence.ACTIVE, 0, Map.of()), web("2", List.of()));
      awaitOk(() -> window.get("/b/main/cells?part=1", "If-None-Match", etag).statusCode() == 200);
    }
  }

  @Test
  void aStoreThatDiesLeavesTheLastStateMarkedStaleWithTheReason() throws Exception {
    try (Window window = new Window()) {
      window.heardOf(Fleets.node("node-1", Presence.ACTIVE, 0, Map.of()), web("1", List.of()));
      assertThat(window.get("/b/main/nodes").body()).contains("node-1");
      assertThat(stale(window)).isEmpty();
      window.store.always(r -> true, Fault.DENIED);
      awaitOk(() -> !stale(window).isEmpty());
      assertThat(window.get("/b/main/nodes").body())
          .contains("node-1", "<div id=\"stale\" class=\"alert alert-warning\" role=\"alert\">");
      window.store.heal();
      awaitOk(() -> stale(window).isEmpty());
    }
  }

  private static String stale(Window window) throws Exception {
    return window.get("/b/main/fleet?part=1").headers().firstValue("Fleetman-Stale").orElse("");
  }

  @Test
  void readyMeansThatTheStoreAnswers() throws Exception {
    try (Window window = new Window()) {
      assertThat(window.get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(window.get("/health/ready").body()).contains("\"status\" : \"ready\"");
    }
    // from the start: a fleet that was read once is good for a while
    FaultyObjectStore broken = new FaultyObjectStore(new InMemoryObjectStore());
    broken.always(r -> true, Fault.NO_BUCKET);
    try (ControllerServer server = TestController.server(broken, "127.0.0.1");
        HttpClient client = HttpClient.newHttpClient()) {
      URI ready = URI.create("http://127.0.0.1:" + server.start(0) + "/health/ready");
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("not ready", "reason");
    }
  }

  @Test
  void aForeignNameForThisMachineIsRefused() throws Exception {
    try (Window window = new Window()) {
      assertThat(window.statusFor("evil.example")).contains("303");
      assertThat(window.statusFor("localhost:" + window.port)).contains("200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void anAddressThatOthersReachIsRefusedWithTheFixWhileThereAreNoUsers(String bind) {
    try (Window window = new Window();
        ControllerServer open = TestController.server(window.memory, bind)) {
      assertThatThrownBy(() -> open.start(0))
          .isInstanceOf(Refusal.Invalid.class)
          .hasMessageContaining("no users yet")
          .hasMessageContaining("ssh -L");
      var _ = new Users(window.fleet()).add(new UserId("ada"), TestController.PASSWORD, null);
      try (ControllerServer now = TestController.server(window.memory, bind)) {
        assertThat(now.start(0)).isPositive();
      }
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    try (Window window = new Window();
        ControllerServer second = TestController.server(window.store, "127.0.0.1")) {
      assertThatThrownBy(() -> second.start(window.port))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining(String.valueOf(window.port));
    }
  }

  private static CellReport web(String version, List<String> log) {
    return new CellReport(
        new CellId("web"),
        new ManifestId("web"),
        Profile.SYSTEMD,
        log.isEmpty() ? CellState.RUNNING : CellState.FAILED,
        new Version(version),
        new Version(version),
        "up",
        3,
        List.of(),
        log.isEmpty() ? null : "it ended: " + log.getFirst(),
        log);
  }

  private interface Check {
    boolean holds() throws Exception;
  }

  private static void awaitOk(Check check) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!check.holds()) {
      assertThat(System.nanoTime()).as("it did not come about in time").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
