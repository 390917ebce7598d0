package io.fleetman.controller.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.web.TestController;
import io.fleetman.document.CellState;
import io.fleetman.document.Desired;
import io.fleetman.document.Drift;
import io.fleetman.layout.CellRef;
import io.fleetman.store.FaultyObjectStore.Fault;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CellPagesTest {
  private static final String WEB = "/b/main/cells/node-1/web";

  @TempDir Path folder;
  private final TestController controller = new TestController();
  private Scene given;
  private CellRef cell;

  @BeforeEach
  void aCell() {
    given = new Scene(controller.fleet(), controller.memory, folder);
    given
        .web()
        .sealed("1.0", Map.of("app.conf", "name = one\n"))
        .sealed("1.1", Map.of("app.conf", "name = two\n"));
    cell = given.cell("node-1/web");
    given.node("node-1", Map.of("zone", "a"));
  }

  @AfterEach
  void close() {
    controller.close();
  }

  @Test
  void aCellsPageTellsItsStory() {
    given.published(cell, "1.0").ends(cell, CellState.RUNNING, "1.0", null, List.of("listening"));
    given.published(cell, "1.1");
    given.ends(
        cell,
        CellState.ROLLED_BACK,
        "1.0",
        "the health check failed",
        List.of("cannot bind"),
        new Drift("app.conf", "content changed"));
    String page = await(WEB, p -> p.contains("the health check failed") && p.contains("app.conf"));
    assertThat(page)
        .contains("Rolled back", "cannot bind", "content changed", "for the scene")
        .contains("fleetman repair node-1/web", "fleetman history node-1/web");
    assertThat(controller.get("/b/main/cells?state=rolled-back").body()).contains("node-1/");
    assertThat(controller.get("/b/main/cells?state=ok").body()).contains("No cell is like that");
    assertThat(controller.get("/b/main/cells/node-9/none").statusCode()).isEqualTo(404);
  }

  @Test
  @DisplayName("map, choose, look at what changes, publish, follow until it is done")
  void thePublishFlow() {
    HttpResponse<String> mapped =
        controller.post(
            "/b/main/cells/new",
            Map.of("manifest", "web", "nodes", "node-2", "variables", "port=8080\n"));
    assertThat(mapped.uri().getPath()).isEqualTo("/b/main/publish");
    assertThat(mapped.body()).contains("node-2/web", "Show what changes");
    String preview =
        controller
            .post(
                "/b/main/publish/preview",
                Map.of("manifest", "web", "version", "1.1", "cell", "node-2/web"))
            .body();
    assertThat(preview).contains("app.conf", "nothing", "1.1", "fleetman publish 1.1 node-2/web");
    Matcher id = Pattern.compile("name=\"id\" value=\"([^\"]+)\"").matcher(preview);
    assertThat(id.find()).isTrue();
    Map<String, String> form =
        Map.of("id", id.group(1), "manifest", "web", "version", "1.1", "cell", "node-2/web");
    HttpResponse<String> begun = controller.post("/b/main/publishes", form);
    assertThat(begun.uri().getPath()).isEqualTo("/b/main/publishes/" + id.group(1));
    CellRef second = CellRef.parse("node-2/web");
    await(begun.uri().getPath(), p -> p.contains("Waiting for the node"));
    controller.post("/b/main/publishes", form); // sent again
    assertThat(given.trigger(second).sequence()).isEqualTo(1);
    given.ends(second, CellState.RUNNING, "1.1", null, List.of());
    await(begun.uri().getPath(), p -> p.contains("Version 1.1 is on the cell"));
    assertThat(controller.get("/b/main/publishes").body()).contains("1 of 1");
  }

  @Test
  void commandsAreSentAndRemovalAsksForTheName() {
    given.published(cell, "1.0").ends(cell, CellState.RUNNING, "1.0", null, List.of());
    await(WEB, p -> p.contains("Running"));
    assertThat(controller.post(WEB + "/restart", Map.of()).body()).contains("was told to restart");
    assertThat(controller.post(WEB + "/stop", Map.of("reason", "night")).body())
        .contains("was told to stop");
    assertThat(given.trigger(cell).desired()).isEqualTo(Desired.STOPPED);
    assertThat(Objects.requireNonNull(given.trigger(cell).author()).reason()).isEqualTo("night");
    assertThat(controller.post(WEB + "/drift", Map.of("policy", "repair")).body())
        .contains("put right by itself");
    assertThat(controller.post(WEB + "/remove", Map.of("typed", "something")).body())
        .contains("type its name: node-1/web");
    assertThat(given.trigger(cell).desired()).isEqualTo(Desired.STOPPED);
    controller.post(WEB + "/remove", Map.of("typed", "node-1/web"));
    assertThat(given.trigger(cell).desired()).isEqualTo(Desired.REMOVED);
  }

  @Test
  void ofTwoWhoEditAnOverrideTheSecondIsToldAndShownBoth() {
    given.published(cell, "1.0");
    String edit = WEB + "/overrides/edit";
    assertThat(controller.get(edit + "?path=app.conf").body()).contains("name = one");
    Map<String, String> mine =
        Map.of("path", "app.conf", "seen", "none", "text", "name = mine\n", "mode", "0640");
    assertThat(controller.post(edit, mine).body()).contains("replaces the version", "0640");
    HttpResponse<String> second =
        controller.post(
            edit, Map.of("path", "app.conf", "seen", "none", "text", "name = theirs\n"));
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body())
        .contains("Somebody else saved it meanwhile", "theirs</mark>", "mine</mark>")
        .contains("name = theirs\n</textarea>");
    assertThat(controller.get(edit + "?path=app.conf").body()).contains("name = mine");
    assertThat(controller.post(edit, Map.of("path", "../../etc/passwd", "text", "x")).statusCode())
        .isEqualTo(422);
    assertThat(controller.post(WEB + "/overrides/hide", Map.of("path", "app.conf")).body())
        .contains("left out");
    assertThat(controller.post(WEB + "/overrides/remove", Map.of("path", "app.conf")).body())
        .contains("No file is overridden");
  }

  @Test
  void whatWasChangedSinceAPageShowedItStaysAndBothAreShown() {
    given.published(cell, "1.0").ends(cell, CellState.RUNNING, "1.0", null, List.of());
    String page = await(WEB, p -> p.contains("Put it right by itself") && p.contains("drift is"));
    Map<String, String> drift =
        Map.of(
            "policy", "repair", "seen", hidden(page, "seen"), "saw", "drift is shown, as I saw it");
    var _ =
        controller.post(
            "/b/main/cells/new",
            Map.of("manifest", "web", "nodes", "node-1", "variables", "port=8081"));
    HttpResponse<String> refused =
        controller.post(
            "/b/main/cells/new",
            Map.of("manifest", "web", "nodes", "node-1", "variables", "port=8081"));
    assertThat(refused.statusCode()).as("it is there, and was not seen").isEqualTo(409);
    assertThat(refused.body()).contains("variables {port=8081}", "runs web, drift is shown");
    HttpResponse<String> seen =
        controller.post(
            "/b/main/cells/new",
            Map.of(
                "manifest",
                "web",
                "nodes",
                "node-1",
                "variables",
                "port=8081",
                "seen",
                hidden(refused.body(), "seen")));
    assertThat(seen.statusCode()).isEqualTo(200);
    assertThat(controller.get("/b/main/cells/new?node=node-1&cell=web").body())
        .contains("port=8081", "name=\"seen\" value=\"node-1/web ");

    HttpResponse<String> late = controller.post(WEB + "/drift", drift);

    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("as I saw it", "variables {port=8081}");
    String edit = WEB + "/overrides/edit";
    var _ = controller.post(edit, Map.of("path", "app.conf", "seen", "none", "text", "mine"));
    HttpResponse<String> hidden =
        controller.post(
            WEB + "/overrides/hide", Map.of("path", "app.conf", "seen", "none", "saw", "none"));
    assertThat(hidden.statusCode()).isEqualTo(409);
    assertThat(hidden.body()).contains("nothing was done", "4 B, mode");
  }

  private static String hidden(String page, String name) {
    Matcher field = Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page);
    assertThat(field.find()).as(name + " in " + page).isTrue();
    return field.group(1);
  }

  @Test
  void versionsAreListedShownComparedAndDeleted() {
    given.published(cell, "1.0").published(cell, "1.1");
    String versions = WEB + "/versions";
    assertThat(controller.get(versions).body()).contains("1.0", "1.1", "Wanted", "Kept");
    assertThat(controller.get(versions + "/1.0").body()).contains("app.conf", "bin/web");
    assertThat(controller.get(versions + "/compare?from=1.0&to=1.1").body())
        .contains("name = <mark>one</mark>", "name = <mark>two</mark>", "1 file changed");
    HttpResponse<String> file = controller.get(versions + "/1.0/file?path=app.conf");
    assertThat(file.body()).isEqualTo("name = one\n");
    assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment");
    assertThat(controller.post(versions + "/1.1/delete", Map.of("typed", "1.1")).body())
        .contains("is told to be");
    assertThat(controller.post(versions + "/1.0/delete", Map.of()).body())
        .contains("type its name: 1.0");
    assertThat(controller.post(versions + "/1.0/delete", Map.of("typed", "1.0")).body())
        .contains("Deleted");
  }

  @Test
  void nodesAreShownAndADeadOnesRecordIsDeletedByItsName() {
    assertThat(await("/b/main/nodes/of/node-1", p -> p.contains("Debian")))
        .contains("3m behind the store's");
    assertThat(controller.get("/b/main/nodes?label=zone%3Da").body()).contains("node-1");
    assertThat(controller.get("/b/main/nodes?presence=dead").body())
        .contains("No node is like that");
    assertThat(controller.post("/b/main/nodes/of/node-1/delete", Map.of("typed", "node-1")).body())
        .contains("stop its agent first");
    String add =
        controller
            .get(
                "/b/main/nodes/add?name=node-7&labels=zone%3Db&endpoint=https%3A%2F%2Fs3.example.com")
            .body();
    assertThat(add)
        .contains("node_id: node-7", "https://s3.example.com", "SECRET-KEY-OF-node-7")
        .contains("fleetman node add node-7 --label zone=b --endpoint https://s3.example.com")
        .doesNotContain("access_key: key", "secret_key: secret");
    assertThat(controller.get("/b/main/nodes/add?name=NODE").body()).contains("is-invalid");
  }

  @Test
  @DisplayName("a store that dies leaves the last known cell on its page, with its timeline")
  void aStoreThatDies() {
    given.published(cell, "1.0").ends(cell, CellState.RUNNING, "1.0", null, List.of("listening"));
    await(WEB, p -> p.contains("Running") && p.contains("took 3.0 s"));
    controller.store.always(r -> true, Fault.UNREACHABLE);
    String page =
        await(
            WEB,
            p -> p.contains("<div id=\"stale\" class=\"alert alert-warning\" role=\"alert\">"));
    assertThat(page).contains("Running", "took 3.0 s", "listening");
    controller.store.heal();
  }

  @Test
  @DisplayName("1,000 cells are shown page by page, sorted and filtered by the address")
  void manyCells() {
    for (int i = 0; i < 1_000; i++) {
      given.cell("node-" + (100 + i) + "/web");
    }
    String first = await("/b/main/cells?sort=-cell", p -> p.contains("1–50 of 1001"));
    assertThat(first).contains("node-999/", "page=2").doesNotContain("node-100/");
    assertThat(controller.get("/b/main/cells?sort=-cell&page=21").body()).contains("node-1/");
    assertThat(controller.get("/b/main/cells?q=node-55").body()).contains("node-550/");
    assertThat(controller.get("/b/main/publish?manifest=web").body()).contains("node-1099/web");
  }

  private String await(String path, Predicate<String> until) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String body = "";
    while (System.nanoTime() < end) {
      body = controller.get(path).body();
      if (until.test(body)) {
        return body;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("not in time: " + body);
  }
}
