package io.fleetman.controller.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.web.TestController;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NodePagesTest {
  private static final String PAGE = "/b/main/nodes/of/node-1";
  private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]*)\"");

  @TempDir Path folder;
  private final TestController controller = new TestController();

  @AfterEach
  void close() {
    controller.close();
  }

  /** The page, once it says so. */
  private String page(String path, String says) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      String page = controller.get(path).body();
      if (page.contains(says)) {
        return page;
      }
      assertThat(System.nanoTime()).as(page).isLessThan(end);
    }
  }

  @Test
  void aDeadNodesRecordIsDeletedAsItWasSeen() {
    Scene given = new Scene(controller.fleet(), controller.memory, folder);
    given.node("node-1", Map.of("zone", "a"));
    controller.storeTimePasses(Duration.ofHours(1));
    Matcher tag = SEEN.matcher(page(PAGE, "Delete its record"));
    assertThat(tag.find()).isTrue();
    String seen = tag.group(1);
    given.node("node-1", Map.of("zone", "b")); // it came back, elsewhere
    controller.storeTimePasses(Duration.ofHours(1)); // and is dead again

    HttpResponse<String> late =
        controller.post(PAGE + "/delete", Map.of("typed", "node-1", "seen", seen));

    assertThat(late.body()).contains("node node-1 was heard of meanwhile");
    assertThat(controller.memory.keys()).contains("agents/node-1.json", "nodes/node-1.json");
    tag = SEEN.matcher(page(PAGE, "zone=b"));
    assertThat(tag.find()).isTrue();
    assertThat(
            controller
                .post(PAGE + "/delete", Map.of("typed", "node-1", "seen", tag.group(1)))
                .body())
        .contains("The record of node-1 is deleted");
    assertThat(controller.memory.keys()).noneMatch(k -> k.contains("node-1"));
  }

  @Test
  void aListIsDrawnForEverybodyAndHoldsNothingOfItsFirstReader() {
    new Scene(controller.fleet(), controller.memory, folder).node("node-1", Map.of("zone", "a"));
    String first = page("/b/main/nodes", "node-1");
    controller.signedIn("ada");
    String second = page("/b/main/nodes", "node-1");
    assertThat(first).contains("Account: me@here");
    assertThat(second).contains("Account: ada").doesNotContain("me@here");
    assertThat(main(second)).isEqualTo(main(first)).contains("node-1.example");
    HttpResponse<String> part = controller.get("/b/main/nodes?part=1");
    assertThat(part.body()).contains("node-1.example").doesNotContain("<html");
    String etag = part.headers().firstValue("ETag").orElseThrow();
    assertThat(controller.get("/b/main/nodes?part=1", "If-None-Match", etag).statusCode())
        .isEqualTo(304);
    new Scene(controller.fleet(), controller.memory, folder).node("node-2", Map.of("zone", "b"));
    assertThat(page("/b/main/nodes", "node-2")).contains("node-1", "Account: ada");
  }

  private static String main(String page) {
    return page.substring(page.indexOf("<main"), page.indexOf("</main>"));
  }
}
