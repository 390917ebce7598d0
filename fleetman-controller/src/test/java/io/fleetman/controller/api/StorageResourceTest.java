package io.fleetman.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.web.Answer;
import io.fleetman.controller.web.TestController;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StorageResourceTest {
  private final TestController controller = new TestController();

  @AfterEach
  void close() {
    controller.close();
  }

  @Test
  void aLevelShowsFoldersAndObjectsWithWhatTheyMean() {
    controller.memory.plant("cells/node-1/web/trigger.json", "{\"version\": \"1\"}");
    controller.memory.plant("notes.txt", "mine");
    Answer top = controller.api("GET", "/storage/keys", null);
    assertThat(top.text("/items/0/key")).isEqualTo("cells/");
    assertThat(top.text("/items/0/meaning")).contains("What each node has to run");
    assertThat(top.json().toString()).contains("notes.txt").contains("The fleet itself");
    Answer cell = controller.api("GET", "/storage/keys?prefix=cells/node-1/web/", null);
    assertThat(cell.text("/items/0/meaning")).contains("Trigger of cell node-1/web");
  }

  @Test
  void ofTwoWhoWriteOneObjectTheSecondIsTold() {
    Answer made = controller.api("PUT", "/storage/object?key=notes.txt", "first");
    assertThat(made.status()).isEqualTo(200);
    assertThat(controller.api("PUT", "/storage/object?key=notes.txt", "again").status())
        .isEqualTo(409);
    String etag = made.header("ETag");
    Answer second =
        controller.api("PUT", "/storage/object?key=notes.txt", "second", "If-Match", etag);
    assertThat(second.status()).isEqualTo(200);
    Answer late = controller.api("PUT", "/storage/object?key=notes.txt", "late", "If-Match", etag);
    assertThat(late.status()).isEqualTo(412);
    assertThat(controller.api("GET", "/storage/object?key=notes.txt", null).http().body())
        .contains("second");
    assertThat(
            controller
                .api("DELETE", "/storage/object?key=notes.txt", null, "If-Match", etag)
                .status())
        .isEqualTo(412);
    assertThat(
            controller
                .api(
                    "DELETE",
                    "/storage/object?key=notes.txt",
                    null,
                    "If-Match",
                    second.header("ETag"))
                .status())
        .isEqualTo(204);
    assertThat(controller.api("GET", "/storage/object?key=notes.txt", null).status())
        .isEqualTo(404);
  }

  @Test
  void aFolderIsDeletedOnlyAsItWasShown() {
    controller.memory.plant("old/a", "1");
    controller.memory.plant("old/b", "2");
    Answer shown = controller.api("GET", "/storage/folder?prefix=old/", null);
    assertThat(shown.text("/objects")).isEqualTo("2");
    controller.memory.plant("old/c", "3");
    Map<String, Object> two = Map.of("prefix", "old/", "expected", 2);
    assertThat(controller.api("POST", "/storage/deletions", two).status()).isEqualTo(409);
    Answer done =
        controller.api(
            "POST",
            "/storage/deletions",
            Map.of("prefix", "old/", "expected", 3, "reason", "tidy"));
    assertThat(done.text("/objects")).isEqualTo("3");
    assertThat(controller.api("GET", "/storage/folder?prefix=old/", null).text("/objects"))
        .isEqualTo("0");
    Answer activity = controller.api("GET", "/activity", null);
    assertThat(activity.text("/items/0/author/reason")).isEqualTo("tidy");
    assertThat(activity.text("/items/0/via")).isEqualTo("api");
    assertThat(controller.api("POST", "/storage/deletions", Map.of("prefix", "")).status())
        .isEqualTo(422);
  }

  @Test
  void keysThatLeadElsewhereAreRefused() {
    for (String key : new String[] {"..%2Fx", "a%2F..%2Fb", "%2Fetc%2Fpasswd", "a%0Ab"}) {
      assertThat(controller.api("PUT", "/storage/object?key=" + key, "x").status())
          .as(key)
          .isEqualTo(422);
      assertThat(controller.api("GET", "/storage/object?key=" + key, null).status())
          .as(key)
          .isEqualTo(422);
    }
    assertThat(controller.api("PUT", "/storage/object", "x").text("/errors/0/field"))
        .isEqualTo("key");
  }

  @Test
  void aTokenNeitherReadsNorWritesWhoMaySignIn() {
    controller.signedIn("ada");
    var _ = controller.token("ada");
    while (controller.api("GET", "/me", null).status() == 401) {
      Thread.onSpinWait();
    }
    String key = "/storage/object?key=access/users/ada.json";
    assertThat(controller.api("GET", key, null).status()).isEqualTo(403);
    assertThat(controller.api("DELETE", key, null).status()).isEqualTo(403);
    assertThat(
            controller
                .api("POST", "/storage/deletions", Map.of("prefix", "access/", "expected", 2))
                .status())
        .isEqualTo(403);
  }

  @Test
  void thePagesShowEditAndDeleteWithEyesOpen() {
    controller.memory.plant("notes/a.txt", "one");
    assertThat(controller.get("/b/main/storage?prefix=notes/").body()).contains("a.txt");
    HttpResponse<String> editor = controller.get("/b/main/storage/object?key=notes/a.txt&edit=1");
    var etag =
        java.util.regex.Pattern.compile("name=\"etag\" value=\"([^\"]*)\"").matcher(editor.body());
    assertThat(etag.find()).isTrue();
    controller.memory.plant("notes/a.txt", "theirs");
    HttpResponse<String> lost =
        controller.post(
            "/b/main/storage/edit",
            Map.of("key", "notes/a.txt", "etag", etag.group(1), "text", "mine"));
    assertThat(lost.statusCode()).isEqualTo(409);
    assertThat(lost.body()).contains("Somebody changed this meanwhile", "theirs", "mine");
    HttpResponse<String> preview = controller.get("/b/main/storage/delete?prefix=notes/");
    assertThat(preview.body()).contains("1 object,", "notes/a.txt");
    controller.post(
        "/b/main/storage/delete-folder",
        Map.of("prefix", "notes/", "expected", "1", "typed", "notes/"));
    assertThat(controller.get("/b/main/storage?prefix=notes/").body())
        .contains("Nothing begins with this prefix");
  }

  @Test
  void bucketsProbeAndFleetAreDescribed() {
    assertThat(controller.api("GET", "/buckets", null).text("/items/0/name")).isEqualTo("main");
    assertThat(controller.api("GET", "/probe", null).text("/rules/0/outcome")).isEqualTo("unknown");
    assertThat(controller.api("POST", "/probe", null).text("/rules/0/outcome")).isEqualTo("ok");
    assertThat(controller.api("GET", "/fleet", null).text("/nodes")).isEqualTo("0");
  }
}
