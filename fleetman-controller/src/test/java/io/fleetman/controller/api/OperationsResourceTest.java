package io.fleetman.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.operation.Run;
import io.fleetman.controller.portal.Scene;
import io.fleetman.controller.support.Canceled;
import io.fleetman.controller.web.Answer;
import io.fleetman.controller.web.TestController;
import io.fleetman.document.FleetObject;
import io.fleetman.document.OperationDocument.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OperationsResourceTest {
  private static final String ARCHIVE = "/deployments/web/9/archive?name=a.tar";

  @TempDir Path folder;
  private final TestController controller = new TestController();
  private Scene given;

  @BeforeEach
  void aFleet() {
    given = new Scene(controller.fleet(), controller.memory, folder);
    given.web().sealed("1", Map.of("app.conf", "one\n"));
  }

  @AfterEach
  void close() {
    controller.close();
  }

  static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      for (var file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(String path, String text) {
    return tar(Map.of(path, text.getBytes(StandardCharsets.UTF_8)));
  }

  private Answer begin(String path, @Nullable Object body, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Prefer";
    all[headers.length + 1] = "return=minimal, respond-async";
    Answer begun = controller.api("POST", path, body, all);
    assertThat(begun.status()).as(begun.http().body()).isEqualTo(202);
    assertThat(begun.header("Location")).contains("/api/v1/operations/" + begun.text("/id"));
    return begun;
  }

  private Answer ended(Answer begun) {
    long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      Answer now = controller.api("GET", "/operations/" + begun.text("/id"), null);
      assertThat(now.status()).isEqualTo(200);
      if (!now.text("/state").equals("running")) {
        return now;
      }
      assertThat(System.nanoTime()).as("still running: " + now.json()).isLessThan(limit);
    }
  }

  @Test
  void anArchiveIsUnpackedBehindTheAnswerAndTheSameRequestLeadsToTheSameOperation() {
    byte[] body = tar(Map.of("a", new byte[3], "d/b", new byte[4]));
    Answer begun = begin(ARCHIVE, body, "Idempotency-Key", "k1");
    assertThat(begun.header("Preference-Applied")).isEqualTo("respond-async");
    Answer again = begin(ARCHIVE, body, "Idempotency-Key", "k1");
    assertThat(again.text("/id")).isEqualTo(begun.text("/id"));

    Answer end = ended(begun);

    assertThat(end.text("/state")).isEqualTo("succeeded");
    assertThat(end.text("/operation")).isEqualTo("upload");
    assertThat(end.text("/object/name")).isEqualTo("web 9");
    assertThat(end.text("/resource")).isEqualTo("/api/v1/deployments/web/9");
    assertThat(end.json().at("/progress/done").asInt()).isEqualTo(2);
    assertThat(end.json().at("/progress/total").asInt()).isEqualTo(2);
    assertThat(end.json().at("/result/uploaded").asInt()).isEqualTo(2);
    assertThat(controller.api("GET", "/operations?limit=1", null).text("/items/0/id"))
        .isEqualTo(begun.text("/id"));
    Answer activity = controller.api("GET", "/activity?limit=1", null);
    assertThat(activity.text("/items/0/operation")).isEqualTo("upload");
    assertThat(activity.json().at("/items/0/changes").size())
        .as("how far it is, is no change")
        .isEqualTo(1);
  }

  @Test
  void whatFailsBehindTheAnswerSaysWhyAsAnAnswerWould() {
    Answer end = ended(begin(ARCHIVE, tar("../../etc/passwd", "x")));
    assertThat(end.text("/state")).isEqualTo("failed");
    assertThat(end.json().at("/problem/status").asInt()).isEqualTo(422);
    assertThat(end.text("/problem/type")).isEqualTo("urn:fleetman:problem:invalid");
    assertThat(end.text("/problem/errors/0/message")).contains("..");
    assertThat(end.json().has("result")).isFalse();
    assertThat(controller.api("GET", "/deployments/web/9", null).status()).isEqualTo(404);
  }

  @Test
  void everythingThatTakesLongCanBeAskedForSo() {
    controller.memory.plant("notes/a.txt", "a");
    controller.memory.plant("notes/b.txt", "b");
    var _ =
        controller.api(
            "PUT", "/staging/file?path=tls/cert", "cert".getBytes(StandardCharsets.UTF_8));
    Answer gone = ended(begin("/storage/deletions", Map.of("prefix", "notes/", "expected", 2)));
    assertThat(gone.json().at("/result/objects").asInt()).isEqualTo(2);
    assertThat(gone.json().at("/progress/done").asInt()).isEqualTo(2);
    assertThat(controller.memory.keys()).noneMatch(k -> k.startsWith("notes/"));
    Answer copy =
        ended(begin("/deployments", Map.of("manifest", "web", "version", "2", "from", "1")));
    assertThat(copy.text("/state")).isEqualTo("succeeded");
    assertThat(copy.json().at("/progress/total").asInt()).isEqualTo(2);
    Answer picked = ended(begin("/deployments/web/2/pick", Map.of("paths", List.of("tls"))));
    assertThat(picked.json().at("/result/copied").asInt()).isEqualTo(1);
    Answer staged = ended(begin("/staging/archive?name=s.tar", tar("s/a", "a")));
    assertThat(staged.text("/result/files/0/path")).isEqualTo("s/a");
    for (String version : List.of("1", "2")) {
      assertThat(controller.api("POST", "/deployments/web/" + version + "/recycle", null).status())
          .isEqualTo(200);
    }
    Answer purged = ended(begin("/deployments/web/1/purge", null));
    assertThat(purged.json().at("/result/objects").asInt()).isEqualTo(2);
    Answer emptied = ended(begin("/recycle-bin/empty", null));
    assertThat(emptied.text("/result/purged/0")).isEqualTo("web 2");
    assertThat(ended(begin("/orphans/clean-up", null)).text("/state")).isEqualTo("succeeded");
  }

  @Test
  void aPublishIsAnOperationOfTheSameIdAndNamesTheCellsThatWereNotTold() {
    given.node("node-1", Map.of("zone", "a"));
    var _ = given.cell("node-1/web");
    Answer good =
        controller.api(
            "POST", "/publishes", Map.of("version", "1", "cells", List.of("node-1/web")));
    Answer told = ended(good);
    assertThat(told.text("/state")).isEqualTo("succeeded");
    assertThat(told.text("/progress/unit")).isEqualTo("cells");
    assertThat(told.json().at("/progress/done").asInt()).isEqualTo(1);
    assertThat(told.text("/resource")).isEqualTo("/api/v1/publishes/" + good.text("/id"));

    Answer none =
        ended(
            controller.api(
                "POST", "/publishes", Map.of("version", "8", "cells", List.of("node-1/web"))));
    assertThat(none.text("/state")).isEqualTo("failed");
    assertThat(none.text("/problem/errors/0/field")).isEqualTo("node-1/web");
    assertThat(none.text("/problem/errors/0/message")).contains("no sealed deployment 8");
  }

  @Test
  void oneThatIsUnderWayIsAskedToStopAndOneThatEndedIsNot() {
    Run run =
        new Operations(controller.fleet())
            .begin(
                "o1",
                "upload",
                new FleetObject(FleetObject.Kind.DEPLOYMENT, "web 1"),
                Unit.FILES,
                null);
    Answer asked =
        controller.api("POST", "/operations/o1/cancel", Map.of("reason", "the wrong folder"));
    assertThat(asked.status()).isEqualTo(202);
    assertThat(asked.text("/state")).isEqualTo("running");
    assertThat(asked.text("/cancel/by")).isEqualTo("me@here");
    assertThat(asked.text("/cancel/reason")).isEqualTo("the wrong folder");
    assertThat(controller.api("GET", "/operations?state=running", null).text("/items/0/id"))
        .isEqualTo("o1");
    Answer again = controller.api("POST", "/operations/o1/cancel", null);
    assertThat(again.text("/cancel/reason")).as("who was first").isEqualTo("the wrong folder");
    Answer activity = controller.api("GET", "/activity", null);
    assertThat(activity.json().path("items").findValuesAsText("operation"))
        .as("asked for once")
        .containsOnlyOnce("operation cancel");
    assertThat(activity.text("/items/0/operation")).isEqualTo("operation cancel");
    assertThat(activity.text("/items/0/changes/0/object/name")).isEqualTo("o1");
    assertThat(activity.text("/items/0/author/reason")).isEqualTo("the wrong folder");
    assertThatThrownBy(
            () ->
                TestController.endOf(
                    run,
                    () -> {
                      throw new Canceled(Objects.requireNonNull(run.document().author()));
                    }))
        .isInstanceOf(Canceled.class);
    Answer end = controller.api("GET", "/operations/o1", null);
    assertThat(end.text("/state")).isEqualTo("canceled");
    assertThat(end.text("/problem/type")).isEqualTo("urn:fleetman:problem:canceled");
    assertThat(controller.api("POST", "/operations/o1/cancel", null).status()).isEqualTo(409);
    assertThat(controller.api("POST", "/operations/none/cancel", null).status()).isEqualTo(404);
    assertThat(controller.api("GET", "/operations?state=odd", null).status()).isEqualTo(422);
  }

  @Test
  void oneThatIsNotThereIsNotFound() {
    assertThat(controller.api("GET", "/operations/none", null).status()).isEqualTo(404);
    assertThat(controller.api("GET", "/operations/..%2F..", null).status()).isEqualTo(404);
  }

  @Test
  void aLargeArchiveIsTakenOnceByItsKeyAndAnotherOneWithThatKeyIsNot() {
    byte[] large = new byte[6 << 20];
    ThreadLocalRandom.current().nextBytes(large);
    byte[] body = tar(Map.of("large", large));
    for (int i = 0; i < 2; i++) {
      Answer answer = controller.api("POST", ARCHIVE, body, "Idempotency-Key", "once");
      assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
      assertThat(answer.json().at("/uploaded").asInt()).isEqualTo(1);
    }
    byte[] other = tar("large", "another");
    Answer reused = controller.api("POST", ARCHIVE, other, "Idempotency-Key", "once");
    assertThat(reused.text("/type")).isEqualTo("urn:fleetman:problem:key-reused");
  }
}
