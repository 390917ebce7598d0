package io.fleetman.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.controller.portal.Scene;
import io.fleetman.controller.web.Answer;
import io.fleetman.controller.web.TestController;
import io.fleetman.document.CellState;
import io.fleetman.document.Drift;
import io.fleetman.layout.CellRef;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CellsApiTest {
  @TempDir Path folder;
  private final TestController controller = new TestController();
  private Scene given;
  private CellRef first;
  private CellRef second;

  @BeforeEach
  void aFleet() {
    given = new Scene(controller.fleet(), controller.memory, folder);
    given
        .web()
        .sealed("1.0", Map.of("app.conf", "one\n"))
        .sealed("1.1", Map.of("app.conf", "two\n"));
    given.node("node-1", Map.of("zone", "a")).node("node-2", Map.of("zone", "b"));
    first = given.cell("node-1/web");
    second = given.cell("node-2/web");
  }

  @AfterEach
  void close() {
    controller.close();
  }

  @Test
  @DisplayName("invariant 7: a publish is begun once by its key, told cell by cell, and followed")
  void aPublishIsFollowed() {
    Map<String, Object> wish =
        Map.of("version", "1.0", "cells", List.of("node-1/web", "node-2/web"), "reason", "why not");
    Answer preview = controller.api("POST", "/publish-previews", wish);
    assertThat(preview.json().at("/items/0/files").findValuesAsText("path")).contains("app.conf");
    Answer begun = controller.api("POST", "/publishes", wish, "Idempotency-Key", "once");
    assertThat(begun.status()).isEqualTo(202);
    String id = begun.text("/id");
    assertThat(begun.header("Location")).contains("/publishes/" + id);
    Answer again = controller.api("POST", "/publishes", wish, "Idempotency-Key", "once");
    assertThat(again.text("/id")).isEqualTo(id);
    await(
        () -> controller.api("GET", "/publishes/" + id, null),
        a -> a.json().path("told").asBoolean());
    assertThat(given.trigger(first).id()).isEqualTo(id);
    given.ends(first, CellState.RUNNING, "1.0", null, List.of());
    given.ends(second, CellState.FAILED, null, "it did not start", List.of("no"));
    Answer done =
        await(
            () -> controller.api("GET", "/publishes/" + id, null),
            a -> a.json().path("done").asBoolean());
    assertThat(done.text("/cells/0/stage")).isEqualTo("done");
    assertThat(done.text("/cells/1/stage")).isEqualTo("failed");
    assertThat(done.text("/cells/1/reason")).isEqualTo("it did not start");
    assertThat(controller.api("GET", "/publishes", null).text("/items/0/id")).isEqualTo(id);
    assertThat(controller.api("POST", "/publishes/" + id + "/finish", null).status())
        .isEqualTo(202);
    assertThat(given.trigger(first).sequence()).isEqualTo(1);
    assertThat(controller.api("GET", "/publishes/none", null).status()).isEqualTo(404);
  }

  @Test
  void aPreviewHasTheLinesThatChangeIfTheyAreAskedFor() {
    given.published(first, "1.0");
    Map<String, Object> wish = Map.of("version", "1.1", "cells", List.of("node-1/web"));
    JsonNode plain = controller.api("POST", "/publish-previews", wish).json();
    assertThat(plain.at("/items/0/files/0/path").asText()).isEqualTo("app.conf");
    assertThat(plain.at("/items/0/files/0").has("lines")).isFalse();
    JsonNode lines = controller.api("POST", "/publish-previews?lines=true", wish).json();
    JsonNode hunk = lines.at("/items/0/files/0/lines/hunks/0/lines");
    assertThat(hunk.findValuesAsText("kind")).containsExactly("removed", "added");
    assertThat(hunk.path(0).path("changed").asText()).isEqualTo("one");
    assertThat(hunk.path(1).path("changed").asText()).isEqualTo("two");
    String page =
        controller
            .post(
                "/b/main/publish/preview",
                Map.of("manifest", "web", "version", "1.1", "cell", "node-1/web"))
            .body();
    assertThat(page).contains("<mark>one</mark>", "<mark>two</mark>");
  }

  @Test
  void aPublishThatNamesNothingIsRefusedWithItsField() {
    Answer none = controller.api("POST", "/publishes", Map.of("version", "1.0"));
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.text("/errors/0/field")).isEqualTo("cells");
    assertThat(
            controller
                .api("POST", "/publishes", Map.of("cells", List.of("a/b")))
                .text("/errors/0/field"))
        .isEqualTo("version");
    assertThat(
            controller
                .api("POST", "/publishes", Map.of("version", "1.0", "cells", List.of("node-9/x")))
                .status())
        .isEqualTo(404);
  }

  @Test
  void cellsAreListedPageByPageAndFiltered() {
    given.cell("node/web");
    given.cell("node-1/other");
    Answer all =
        await(
            () -> controller.api("GET", "/cells?limit=2", null),
            a -> a.json().path("items").size() == 2 && !a.text("/items/0/cell").isEmpty());
    List<String> seen = new ArrayList<>();
    for (Answer page = all; ; ) {
      page.json().path("items").forEach(c -> seen.add(c.path("cell").asText()));
      if (!page.json().has("next")) {
        break;
      }
      page = controller.api("GET", "/cells?limit=2&cursor=" + page.text("/next"), null);
    }
    assertThat(seen).doesNotHaveDuplicates().contains("node-1/web", "node-2/web");
    assertThat(cells("/cells?label=zone%3Db")).containsExactly("node-2/web");
    assertThat(cells("/cells?manifest=nothing")).isEmpty();
    assertThat(cells("/cells?node=node-2")).containsExactly("node-2/web");
  }

  @Test
  void aCellIsToldWhatToDoAndSaysWhatCameOfIt() {
    given.published(first, "1.0").ends(first, CellState.RUNNING, "1.0", null, List.of());
    given.published(first, "1.1");
    given.ends(
        first,
        CellState.RUNNING,
        "1.1",
        null,
        List.of("a line"),
        new Drift("app.conf", "content changed"));
    Answer seen =
        await(
            () -> controller.api("GET", "/cells/node-1/web", null),
            a -> !a.json().path("drift").isEmpty());
    assertThat(seen.text("/running")).isEqualTo("1.1");
    assertThat(seen.text("/drift/0/subject")).isEqualTo("app.conf");
    for (String command : List.of("restart", "repair", "stop", "start", "rollback")) {
      Answer told =
          controller.api(
              "POST", "/cells/node-1/web/commands", Map.of("command", command, "reason", command));
      assertThat(told.status()).as(command).isEqualTo(202);
      assertThat(told.text("/outcome")).as(command).isEqualTo("sent");
      given.ends(
          first,
          command.equals("stop") ? CellState.STOPPED : CellState.RUNNING,
          "1.1",
          null,
          List.of());
    }
    assertThat(given.trigger(first).version()).hasToString("1.0");
    JsonNode history =
        controller.api("GET", "/cells/node-1/web/history?limit=3", null).json().path("items");
    assertThat(history).hasSize(3);
    Answer removed =
        controller.api("POST", "/cells/node-1/web/commands", Map.of("command", "remove"));
    assertThat(removed.text("/outcome")).isEqualTo("sent");
    assertThat(
            controller
                .api("POST", "/cells/node-1/web/commands", Map.of("command", "dance"))
                .text("/errors/0/field"))
        .isEqualTo("command");
    assertThat(
            controller
                .api("POST", "/cells/node-9/web/commands", Map.of("command", "stop"))
                .status())
        .isGreaterThanOrEqualTo(404);
    assertThat(controller.api("GET", "/cells/node-9/web", null).status()).isEqualTo(404);
    assertThat(controller.api("GET", "/cells/node-9/web/history", null).status()).isEqualTo(404);
  }

  @Test
  void aDefinitionIsChangedByWhoeverSawIt() {
    Answer there = controller.api("GET", "/cells/node-1/web/definition", null);
    assertThat(there.text("/manifest")).isEqualTo("web");
    Map<String, Object> next =
        Map.of("manifest", "web", "variables", Map.of("port", "81"), "onDrift", "repair");
    Answer changed =
        controller.api(
            "PUT", "/cells/node-1/web/definition", next, "If-Match", there.header("ETag"));
    assertThat(changed.text("/variables/port")).isEqualTo("81");
    assertThat(changed.text("/onDrift")).isEqualTo("repair");
    assertThat(
            controller
                .api("PUT", "/cells/node-1/web/definition", next, "If-Match", there.header("ETag"))
                .status())
        .isEqualTo(412);
    assertThat(
            controller
                .api("PUT", "/cells/node-3/new/definition", Map.of("manifest", "web"))
                .text("/cell"))
        .isEqualTo("node-3/new");
    assertThat(
            controller
                .api("PUT", "/cells/node-3/new/definition", Map.of("manifest", "nothing"))
                .status())
        .isEqualTo(404);
    assertThat(controller.api("GET", "/cells/node-8/web/definition", null).status()).isEqualTo(404);
  }

  @Test
  void ofTwoWhoChangeAnOverrideTheSecondIsTold() {
    String path = "/cells/node-1/web/override?path=app.conf";
    Answer first = controller.api("PUT", path, Map.of("any", "bytes"));
    assertThat(first.text("/type")).isEqualTo("text");
    Answer second =
        controller.api("PUT", path, Map.of("other", "bytes"), "If-Match", first.header("ETag"));
    assertThat(second.status()).isEqualTo(200);
    assertThat(
            controller
                .api("PUT", path, Map.of("third", "b"), "If-Match", first.header("ETag"))
                .status())
        .isEqualTo(412);
    assertThat(controller.api("GET", path, null).http().body()).contains("other");
    assertThat(
            controller.api("PUT", path + "&leaveOut=yes", null).json().path("leftOut").asBoolean())
        .isTrue();
    assertThat(controller.api("GET", path, null).status()).isEqualTo(404);
    assertThat(controller.api("GET", "/cells/node-1/web/overrides", null).text("/items/0/path"))
        .isEqualTo("app.conf");
    assertThat(controller.api("DELETE", path, null).status()).isEqualTo(204);
    assertThat(controller.api("DELETE", path, null).status()).isEqualTo(404);
    assertThat(controller.api("PUT", "/cells/node-1/web/override?path=../x", Map.of()).status())
        .isEqualTo(422);
  }

  @Test
  void versionsAreLookedAtComparedAndDeleted() {
    given.published(first, "1.0").published(first, "1.1");
    given.ends(first, CellState.RUNNING, "1.1", null, List.of());
    String base = "/cells/node-1/web/versions";
    assertThat(controller.api("GET", base, null).json().path("items").findValuesAsText("version"))
        .containsExactly("1.0", "1.1");
    assertThat(controller.api("GET", base + "/1.0", null).text("/deployment")).isEqualTo("1.0");
    assertThat(controller.api("GET", base + "/1.0/file?path=app.conf", null).http().body())
        .isEqualTo("one\n");
    assertThat(controller.api("GET", base + "/1.1/changes?from=1.0", null).text("/files/0/path"))
        .isEqualTo("app.conf");
    assertThat(controller.api("DELETE", base + "/1.1", null).status()).isEqualTo(422);
    assertThat(controller.api("DELETE", base + "/1.0", null).status()).isEqualTo(204);
    assertThat(controller.api("GET", base + "/1.0", null).status()).isEqualTo(404);
    assertThat(controller.api("GET", base + "/1.0/file?path=app.conf", null).status())
        .isEqualTo(404);
    assertThat(controller.api("GET", base + "/1.1/changes", null).status()).isEqualTo(422);
  }

  @Test
  void nodesAreListedShownSetUpAndForgotten() {
    await(() -> controller.api("GET", "/nodes", null), a -> a.json().path("items").size() == 2);
    assertThat(
            controller
                .api("GET", "/nodes?presence=active&label=zone%3Da", null)
                .json()
                .path("items"))
        .hasSize(1);
    assertThat(controller.api("GET", "/nodes/node-1", null).text("/presence")).isEqualTo("active");
    assertThat(controller.api("GET", "/nodes?presence=odd", null).text("/errors/0/field"))
        .isEqualTo("presence");
    Answer setup =
        controller.api(
            "GET",
            "/nodes/node-7/setup?label=zone%3Da&endpoint=https%3A%2F%2Fs3.example.com",
            null);
    assertThat(setup.text("/config"))
        .contains("node_id: node-7", "https://s3.example.com", "ACCESS-KEY-OF-node-7")
        .doesNotContain("\"key\"", ": key\n", "secret\n");
    assertThat(controller.api("DELETE", "/nodes/node-1", null).status()).isEqualTo(422);
    assertThat(controller.api("DELETE", "/nodes/node-9", null).status()).isEqualTo(404);
    assertThat(controller.api("GET", "/nodes/node-9", null).status()).isEqualTo(404);
    controller.storeTimePasses(Duration.ofHours(1));
    given.node("node-2", Map.of("zone", "b"));
    await(
        () -> controller.api("GET", "/nodes?presence=dead", null),
        a -> a.json().path("items").findValuesAsText("node").equals(List.of("node-1")));
    assertThat(controller.api("DELETE", "/nodes/node-1?reason=sold", null).status()).isEqualTo(204);
    assertThat(controller.memory.keys()).noneMatch(k -> k.endsWith("node-1.json"));
    assertThat(controller.api("GET", "/activity?limit=1", null).text("/items/0/author/reason"))
        .isEqualTo("sold");
  }

  @Test
  void changesComeAsEvents() throws Exception {
    await(() -> controller.api("GET", "/nodes", null), a -> a.json().path("items").size() == 2);
    HttpURLConnection events =
        (HttpURLConnection) controller.url("/api/v1/events").toURL().openConnection();
    events.setReadTimeout(30_000);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(events.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(events.getContentType()).startsWith("text/event-stream");
      assertThat(lines.readLine()).startsWith("id: ");
      given.node("node-5", Map.of());
      String line = lines.readLine();
      while (line != null && !line.contains("node-5")) {
        line = lines.readLine();
      }
      assertThat(line).startsWith("data: ");
    } finally {
      events.disconnect();
    }
  }

  private List<String> cells(String path) {
    return controller.api("GET", path, null).json().path("items").findValuesAsText("cell");
  }

  private static Answer await(Supplier<Answer> ask, Predicate<Answer> until) {
    long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (true) {
      Answer answer = ask.get();
      if (until.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not in time: " + answer.http().body());
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }
}
