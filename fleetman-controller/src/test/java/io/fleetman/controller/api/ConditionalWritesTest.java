package io.fleetman.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.portal.Scene;
import io.fleetman.controller.web.Answer;
import io.fleetman.controller.web.TestController;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of two who change the same thing the second is told, and nothing is lost. */
@Timeout(120)
class ConditionalWritesTest {
  private static final String ONE = "/deployments/web/9";
  private static final String ARCHIVE = ONE + "/archive?name=a.tar";

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

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] tar(String path, String text) {
    return OperationsResourceTest.tar(Map.of(path, bytes(text)));
  }

  private Answer file(String path) {
    return controller.api("GET", ONE + "/file?path=" + path, null);
  }

  private String etag() {
    return controller.api("GET", ONE, null).header("ETag");
  }

  @Test
  void anArchiveIsTakenOnlyIfTheDraftIsAsItWasSeen() {
    assertThat(controller.api("POST", ARCHIVE, tar("a", "first")).status()).isEqualTo(200);
    String seen = etag();
    assertThat(controller.api("POST", ARCHIVE, tar("b", "theirs")).status()).isEqualTo(200);

    Answer late = controller.api("POST", ARCHIVE, tar("a", "mine"), "If-Match", seen);

    assertThat(late.status()).isEqualTo(412);
    assertThat(late.text("/states/seen")).isEqualTo(seen);
    assertThat(late.text("/states/current")).isEqualTo(etag());
    assertThat(file("a").http().body()).isEqualTo("first");
    assertThat(controller.api("POST", ARCHIVE, tar("a", "mine"), "If-Match", etag()).status())
        .isEqualTo(200);
    assertThat(file("a").http().body()).isEqualTo("mine");
  }

  @Test
  void anArchiveIsTakenOnlyIfNoneOfItsFilesIsThere() {
    assertThat(controller.api("POST", ARCHIVE, tar("a", "first"), "If-None-Match", "*").status())
        .isEqualTo(200);
    Answer late = controller.api("POST", ARCHIVE, tar("a", "mine"), "If-None-Match", "*");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text("/detail")).contains("'a'");
    assertThat(controller.api("POST", ARCHIVE, tar("b", "x"), "If-None-Match", "*").status())
        .isEqualTo(200);
    assertThat(
            controller
                .api("POST", ARCHIVE, tar("b", "x"), "If-None-Match", "\"abc\"")
                .text("/errors/0/field"))
        .isEqualTo("If-None-Match");
    assertThat(file("a").http().body()).isEqualTo("first");
  }

  @ParameterizedTest
  @CsvSource({
    ONE + "/archive?name=a.tar, " + ONE + "/file?path=a",
    "/staging/archive?name=a.tar, /staging/file?path=a"
  })
  void aPageOfFilesWritesOverWhatItShowedAndNothingThatCameSince(String archive, String one) {
    assertThat(controller.api("POST", archive, tar("a", "shown")).status()).isEqualTo(200);
    String page =
        controller
            .get(
                archive.startsWith("/staging")
                    ? "/b/main/deployments/-/staging"
                    : "/b/main/deployments/web/9")
            .body();
    var seen = java.util.regex.Pattern.compile("data-seen=\"([^\"]*)\"").matcher(page);
    assertThat(seen.find()).isTrue();
    String shown = seen.group(1);
    assertThat(shown).isNotBlank();

    assertThat(controller.api("POST", archive, tar("a", "mine"), "Fleetman-Seen", shown).status())
        .as("what the page showed")
        .isEqualTo(200);
    assertThat(controller.api("POST", archive, tar("a", "mine"), "Fleetman-Seen", shown).status())
        .as("the same again, as after a lost answer")
        .isEqualTo(200);
    Answer late = controller.api("POST", archive, tar("a", "late"), "Fleetman-Seen", shown);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text("/detail")).contains("'a'", "changed by somebody else");
    assertThat(controller.api("PUT", one, bytes("late"), "Fleetman-Seen", shown).status())
        .isEqualTo(409);
    assertThat(controller.api("POST", archive, tar("b", "new"), "Fleetman-Seen", shown).status())
        .as("other files are nobody else's")
        .isEqualTo(200);
  }

  @Test
  void whatIsDeletedMustBeWhatWasSeen() {
    var _ = controller.api("POST", ARCHIVE, tar("a", "first"));
    String seen = file("a").header("ETag");
    var _ = controller.api("POST", ARCHIVE, tar("a", "second"));
    Answer late = controller.api("DELETE", ONE + "/file?path=a", null, "If-Match", seen);
    assertThat(late.status()).isEqualTo(412);
    assertThat(late.text("/states/current")).isEqualTo(file("a").header("ETag"));

    String manifest = controller.api("GET", "/manifests/web", null).header("ETag");
    assertThat(
            controller
                .api("DELETE", "/manifests/web", null, "If-Match", "\"7\"")
                .text("/states/current"))
        .isEqualTo(manifest);
    for (String action : new String[] {"recycle", "restore", "purge"}) {
      assertThat(
              controller
                  .api("POST", "/deployments/web/1/" + action, null, "If-Match", "\"x\"")
                  .status())
          .as(action)
          .isEqualTo(412);
    }
    assertThat(
            controller.api("DELETE", "/storage/object?key=a", null, "If-Match", "\"x\"").status())
        .isEqualTo(404);
    assertThat(controller.api("DELETE", "/manifests/web", null, "If-Match", manifest).status())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({
    "'*', 200",
    "'\"x\", %s', 200",
    "'%s', 200",
    "'W/%s', 412",
    "'\"x\"', 412",
    "x, 422",
    "'\"x', 422",
    "'', 422"
  })
  void ifMatchIsReadAsHttpHasIt(String header, int status) {
    var _ = controller.api("POST", ARCHIVE, tar("a", "first"));
    Answer answer =
        controller.api("POST", ARCHIVE, tar("a", "second"), "If-Match", header.formatted(etag()));
    assertThat(answer.status()).as(header).isEqualTo(status);
  }
}
