package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.portal.Scene;
import io.fleetman.document.CellState;
import io.fleetman.document.Drift;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every text that a user or a node can write says something that would run in a browser; every page
 * there is shows it as text.
 */
@Timeout(180)
class EscapingTest {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&<script>x</script>";
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
  private static final Pattern HANDLER = Pattern.compile("<[^>]* on[a-z]+=");
  private static final String DOCUMENT =
      "{\"version\": \"1.0\", \"steps\": [{\"action\": {\"name\": HOSTILE, \"type\":"
          + " \"runCommand\", \"input\": {\"command\": \"echo,x\"}}}]}";

  @TempDir Path folder;
  private final TestController controller = new TestController();

  @AfterEach
  void close() {
    controller.close();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Answer done(String method, String path, Object body) {
    Answer answer = controller.api(method, path, body);
    assertThat(answer.status()).as(method + " " + path + answer.http().body()).isLessThan(300);
    return answer;
  }

  /** What users can write. */
  private Map<String, String> users() {
    String file = "?path=" + Frame.encoded(HOSTILE);
    Map<String, Object> spec =
        Map.of(
            "profile",
            "deploy",
            "description",
            HOSTILE,
            "env",
            Map.of("A", HOSTILE),
            "variables",
            Map.of("v", HOSTILE));
    var _ = done("PUT", "/manifests/shop", Map.of("spec", spec, "reason", HOSTILE));
    for (String version : List.of("1", "2")) {
      var _ =
          done("PUT", "/deployments/shop/" + version + "/file" + file, bytes(HOSTILE + version));
    }
    var _ = done("POST", "/deployments/shop/1/seal", Map.of("reason", HOSTILE));
    var _ = done("PUT", "/staging/file" + file, bytes(HOSTILE));
    Map<String, Object> definition =
        Map.of("manifest", "shop", "variables", Map.of("v", HOSTILE), "reason", HOSTILE);
    var _ = done("PUT", "/cells/node-1/shop/definition", definition);
    String override = "/cells/node-1/shop/override" + file + "&reason=" + Frame.encoded(HOSTILE);
    var _ = done("PUT", override, bytes(HOSTILE));
    String document = DOCUMENT.replace("HOSTILE", quoted(HOSTILE));
    var _ =
        done(
            "POST",
            "/jobs/templates",
            bytes(
                "{\"name\": \"mine\", \"description\": "
                    + quoted(HOSTILE)
                    + ", \"document\": "
                    + document
                    + "}"));
    Map<String, Object> wish =
        Map.of("version", "1", "cells", List.of("node-1/shop"), "reason", HOSTILE);
    String publish = done("POST", "/publishes", wish).text("/id");
    await(
        () -> controller.api("GET", "/publishes/" + publish, null).json().path("told").asBoolean());
    controller.memory.plant("notes/" + HOSTILE + ".txt", HOSTILE);
    return Map.of("id", publish);
  }

  /** What nodes can say, and whoever holds the bucket's keys. */
  private void nodes(Scene given) {
    CellRef web = new CellRef(new NodeId("node-1"), new CellId("web"));
    given
        .sealed("1", Map.of("app.conf", "one\n"))
        .node("node-1", Map.of("site", HOSTILE))
        .cell("node-1/web");
    given.published(web, "1");
    given.ends(web, CellState.FAILED, null, HOSTILE, List.of(HOSTILE), new Drift(HOSTILE, HOSTILE));
    for (String key : controller.memory.keys()) {
      String text = Objects.requireNonNull(controller.memory.text(key));
      String spoilt =
          text.replace("somebody@else", quotedInside())
              .replace("Debian GNU/Linux 13 (trixie)", quotedInside())
              .replace("node-1.example", quotedInside())
              .replace("for the scene", quotedInside());
      if (!spoilt.equals(text)) {
        controller.memory.plant(key, spoilt);
      }
    }
    String doorbell = Keys.doorbell(web.node());
    controller.memory.plant(doorbell, controller.memory.text(doorbell) + "-rung");
  }

  private static String quotedInside() {
    String all = quoted(HOSTILE);
    return all.substring(1, all.length() - 1);
  }

  @Test
  void everyPageShowsWhatIsWrittenAsText() {
    Scene given = new Scene(controller.fleet(), controller.memory, folder);
    given.web();
    Map<String, String> names = new LinkedHashMap<>(users());
    nodes(given);
    // What the controller knows of nodes is from its last look at them: it must have been heard of.
    await(
        () ->
            controller.get("/b/main/nodes?presence=active").body().contains("/nodes/of/node-1\""));
    String execution =
        done(
                "POST",
                "/jobs/execute",
                Map.of(
                    "template_id", "mine",
                    "target_type", "all",
                    "reason", HOSTILE))
            .text("/id");
    names.putAll(
        Map.of(
            "bucket",
            "main",
            "node",
            "node-1",
            "version",
            "1",
            "template",
            "mine",
            "name",
            "small"));
    names.put("execution", execution);
    await(() -> controller.get("/b/main/cells/node-1/web").body().contains("&lt;img src=x"));

    List<String> shown = new ArrayList<>();
    for (Route route : controller.routes()) {
      if (route.changes() || !(route.handler() instanceof Route.Handler.Page)) {
        continue;
      }
      for (String which : List.of("shop", "web")) {
        String path = route.path().replace("{manifest}", which).replace("{cell}", which);
        for (var name : names.entrySet()) {
          path = path.replaceAll("[{<]" + name.getKey() + "[}>]", name.getValue());
        }
        look(path.replaceAll("[{<][a-z]+[}>]", "x"), shown);
      }
    }
    assertThat(new TreeSet<>(shown)).as("pages that showed it").hasSizeGreaterThan(20);
  }

  private void look(String path, List<String> shown) {
    String text = Frame.encoded(HOSTILE);
    String key = Frame.encoded("notes/" + HOSTILE + ".txt");
    for (String query :
        List.of(
            "",
            "?path=" + text + "&key=" + key + "&with=2&from=1&to=2&prefix=notes/",
            "?q=" + text + "&in=" + text + "&by=" + text + "&object=" + text + "&label=" + text,
            "?manifest=" + text + "&version=" + text + "&cell=" + text + "&node=" + text,
            "?from=" + text + "&to=" + text + "&sort=" + text + "&page=" + text + "&state=" + text,
            "?prefix=" + text + "&key=" + text + "&into=" + text + "&next=" + text)) {
      var answer = controller.get(path + query);
      String type = answer.headers().firstValue("Content-Type").orElse("");
      if (!type.startsWith("text/html")) {
        continue; // a download, which no browser shows
      }
      assertThat(answer.statusCode()).as(path + query).isNotEqualTo(500);
      String page = answer.body();
      assertThat(page).as(path + query).doesNotContain("<img src=x").doesNotContain("<script>x");
      assertThat(HANDLER.matcher(QUOTED.matcher(page).replaceAll("\"\"")).find())
          .as(path + query + " lets an attribute end")
          .isFalse();
      if (page.contains("&lt;img src=x") || page.contains("&lt;script>x")) {
        shown.add(path);
      }
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within a minute").isLessThan(end);
    }
  }
}
