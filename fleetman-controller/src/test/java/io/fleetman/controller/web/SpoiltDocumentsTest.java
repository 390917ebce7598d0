package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.portal.Scene;
import io.fleetman.controller.portal.Spoilt;
import io.fleetman.document.CellState;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one node writes is shown as wrong there, and hides nothing of the others. */
@Timeout(300)
class SpoiltDocumentsTest {
  private static final String MODEL = "model-node";

  @TempDir Path folder;
  private final TestController controller = new TestController();

  @AfterEach
  void close() {
    controller.close();
  }

  private Map<String, String> aNode() {
    Scene given = new Scene(controller.fleet(), controller.memory, folder);
    given.web().sealed("1", Map.of("app.conf", "one\n"));
    CellRef good = given.cell("good-node/web");
    given.published(good, "1").ends(good, CellState.RUNNING, "1", null, List.of("fine"));
    CellRef model = given.cell(MODEL + "/web");
    given
        .published(model, "1")
        .ends(model, CellState.FAILED, "1", "it is broken", List.of("a line"));
    Map<String, String> documents = new LinkedHashMap<>();
    for (String key : controller.memory.keys()) {
      boolean observed = !key.contains("/versions/") && !key.startsWith("publishes/");
      if (key.contains(MODEL) && observed) {
        documents.put(key, Objects.requireNonNull(controller.memory.text(key)));
      }
    }
    return documents;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"agents/", "nodes/", "status.json", "history/", "trigger.json", "cell.json"})
  void noneOfItHidesTheOthers(String kind) {
    Map<String, String> model = aNode();
    String spoiltKey =
        model.keySet().stream().filter(k -> k.contains(kind)).findFirst().orElseThrow();
    List<NodeId> nodes = new ArrayList<>();
    List<String> documents = Spoilt.of(Objects.requireNonNull(model.get(spoiltKey)));
    for (String document : documents) {
      NodeId node = new NodeId("n" + nodes.size());
      model.forEach(
          (key, text) ->
              controller.memory.plant(
                  key.replace(MODEL, node.value()),
                  (key.equals(spoiltKey) ? document : text).replace(MODEL, node.value())));
      nodes.add(node);
    }

    assertThat(new FleetReader(controller.fleet()).read().nodes()).hasSizeGreaterThan(nodes.size());
    String last = nodes.getLast().value();
    await(() -> page("/nodes?q=" + last).contains(last + "</a>"));
    assertThat(page("/cells?q=good-node")).contains("good-node");
    for (String path : List.of("/fleet", "/nodes", "/cells", "/publishes", "/activity")) {
      assertThat(page(path)).as(path).doesNotContain("cannot be read (the controller's log");
    }
    List<String> broken = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String path : List.of("/nodes/of/" + nodes.get(i), "/cells/" + nodes.get(i) + "/web")) {
        if (controller.get("/b/main" + path).statusCode() != 200) {
          String document = documents.get(i);
          broken.add(path + ": " + document.substring(0, Math.min(600, document.length())));
        }
      }
    }
    assertThat(broken).as("pages that fail").isEmpty();
    assertThat(controller.raw("GET", "/api/v1/cells").statusCode()).isEqualTo(200);
    assertThat(controller.raw("GET", "/api/v1/nodes").statusCode()).isEqualTo(200);
  }

  @Test
  void aDocumentThatIsTooLargeIsNotTakenIntoMemory() {
    var _ = aNode();
    controller.memory.plant("nodes/" + MODEL + ".json", "{\"node\": \"" + "x".repeat(9 << 20));

    await(() -> page("/nodes/of/" + MODEL).contains("larger than 8 MB"));
    assertThat(page("/cells")).contains("good-node");
  }

  private String page(String path) {
    HttpResponse<String> answer = controller.get("/b/main" + path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within two minutes").isLessThan(end);
    }
  }
}
