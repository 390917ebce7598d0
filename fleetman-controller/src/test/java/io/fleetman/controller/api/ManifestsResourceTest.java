package io.fleetman.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.web.Answer;
import io.fleetman.controller.web.TestController;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManifestsResourceTest {
  private static final String YAML = "manifest: web\nprofile: systemd\ncommand: bin/web\n";

  private final TestController given = new TestController();

  @AfterEach
  void stop() {
    given.close();
  }

  private Answer put(String yaml, String... headers) {
    return given.api("PUT", "/manifests/web", Map.of("yaml", yaml, "reason", "why"), headers);
  }

  @Test
  void aManifestIsMadeChangedDuplicatedAndDeleted() {
    assertThat(put(YAML, "If-None-Match", "*").status()).isEqualTo(201);
    assertThat(put(YAML, "If-None-Match", "*").status()).isEqualTo(409);
    assertThat(put(YAML).status()).as("it is so already").isEqualTo(200);
    Answer changed = put(YAML + "user: web\n");
    assertThat(changed.text("/revision")).isEqualTo("2");
    assertThat(changed.text("/author/reason")).isEqualTo("why");

    Answer got = given.api("GET", "/manifests/web", null);
    assertThat(got.header("ETag")).isEqualTo("\"2\"");
    assertThat(given.api("GET", "/manifests/web/yaml", null).text("/yaml"))
        .isEqualTo("manifest: web\nprofile: systemd\ncommand: bin/web\nuser: web\n");
    assertThat(given.api("GET", "/manifests/web/revisions", null).text("/items/0/revision"))
        .isEqualTo("2");
    assertThat(given.api("GET", "/manifests/web/revisions/1", null).text("/revision"))
        .isEqualTo("1");
    assertThat(given.api("GET", "/manifests/web/revisions/x", null).status()).isEqualTo(404);
    assertThat(given.api("GET", "/manifests/web/diff?from=1&to=2", null).text("/changes/0/field"))
        .isEqualTo("user");
    assertThat(given.api("GET", "/manifests/web/diff?from=1", null).text("/errors/0/field"))
        .isEqualTo("to");
    assertThat(given.api("GET", "/manifests/web/unit?version=1.0", null).text("/text"))
        .contains("ExecStart=/opt/fleetman/web/current/bin/web");
    assertThat(given.api("POST", "/manifests/web/duplicate", Map.of("to", "shop")).status())
        .isEqualTo(201);
    assertThat(given.api("POST", "/manifests/web/duplicate", Map.of("to", "shop")).status())
        .isEqualTo(409);
    assertThat(given.api("GET", "/manifests", null).json().path("items")).hasSize(2);

    assertThat(given.api("DELETE", "/manifests/shop", null, "If-Match", "\"7\"").status())
        .isEqualTo(412);
    assertThat(given.api("DELETE", "/manifests/shop", null).status()).isEqualTo(204);
    assertThat(given.api("GET", "/manifests/shop", null).status()).isEqualTo(404);
  }

  @Test
  void whatSomebodyWroteIsKeptWithItsCommentsAndShownAgain() {
    String commented = "# the front door\nmanifest: web # all regions\nprofile: systemd\n\n";
    assertThat(put(commented + "command: bin/web\n").status()).isEqualTo(201);
    assertThat(given.api("GET", "/manifests/web/yaml", null).text("/yaml"))
        .isEqualTo(commented + "command: bin/web\n");
    assertThat(given.get("/b/main/manifests/web/edit").body())
        .contains("# the front door\nmanifest: web # all regions\n");
    assertThat(put("# side door\n" + commented + "command: bin/web\n").text("/revision"))
        .as("a comment alone is a change")
        .isEqualTo("2");
    assertThat(given.get("/b/main/manifests/web/revisions").body()).contains("# side door");

    var _ = given.api("POST", "/manifests/web/duplicate", Map.of("to", "shop"));
    assertThat(given.api("GET", "/manifests/shop/yaml", null).text("/yaml"))
        .startsWith("# side door\n# the front door\nmanifest: shop # all regions\n");

    var spec = given.api("GET", "/manifests/web", null).json().path("spec");
    Answer same = given.api("PUT", "/manifests/web", Map.of("spec", spec));
    assertThat(same.text("/revision")).as("as fields it is the same").isEqualTo("2");
    assertThat(same.text("/text")).contains("# side door");
    var other = ((com.fasterxml.jackson.databind.node.ObjectNode) spec).put("user", "web");
    Answer fields = given.api("PUT", "/manifests/web", Map.of("spec", other));
    assertThat(fields.json().has("text")).as("nobody wrote that").isFalse();
    assertThat(given.api("GET", "/manifests/web/yaml", null).text("/yaml"))
        .isEqualTo("manifest: web\nprofile: systemd\ncommand: bin/web\nuser: web\n");
    assertThat(given.api("GET", "/manifests/web/revisions/2", null).text("/text"))
        .as("and the text is still with its revision")
        .contains("# side door");
  }

  @Test
  void ofTwoWhoEditOneManifestTheSecondIsTold() {
    String seen = put(YAML).header("ETag");
    assertThat(put(YAML + "user: mine\n", "If-Match", seen).status()).isEqualTo(200);

    Answer second = put(YAML + "user: theirs\n", "If-Match", seen);

    assertThat(second.status()).isEqualTo(412);
    assertThat(given.api("GET", "/manifests/web", null).text("/spec/user")).isEqualTo("mine");
  }

  @Test
  void whatIsWrongIsSaidWithFieldAndLine() {
    Answer checked =
        given.api("POST", "/manifests/-/validate", Map.of("yaml", YAML + "healht: {}\n"));
    assertThat(checked.text("/valid")).isEqualTo("false");
    assertThat(checked.text("/problems/0/line")).isEqualTo("4");
    assertThat(given.api("POST", "/manifests/-/validate", Map.of("yaml", YAML)).text("/valid"))
        .isEqualTo("true");
    assertThat(given.api("POST", "/manifests/-/validate", Map.of()).status()).isEqualTo(422);

    Answer refused = put(YAML + "resourceProfile: none\nuser: a b\n");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/0/field")).isEqualTo("user");
    assertThat(given.api("PUT", "/manifests/web", Map.of()).text("/errors/0/field"))
        .isEqualTo("spec");
    assertThat(given.api("PUT", "/manifests/shop", Map.of("yaml", YAML)).text("/errors/0/field"))
        .isEqualTo("yaml");
    assertThat(
            given
                .api("PUT", "/manifests/web", Map.of("spec", Map.of("profile", "docker")))
                .status())
        .isEqualTo(422);
  }

  @Test
  void aManifestThatACellUsesStays() {
    var _ = put(YAML);
    var _ =
        new Cells(given.fleet())
            .map(CellRef.parse("n1/web"), new ManifestId("web"), new TreeMap<>(), null);

    Answer refused = given.api("DELETE", "/manifests/web", null);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/detail")).contains("n1/web");
    assertThat(given.api("GET", "/manifests/web/unit?cell=n1/web", null).status()).isEqualTo(200);
    assertThat(given.api("GET", "/manifests/web/unit?cell=n1/none", null).status()).isEqualTo(404);
  }

  @Test
  void resourceProfilesAreLimitsUnderAName() {
    Map<String, ?> small = Map.of("limits", Map.of("memory", "512M"));
    Answer made = given.api("PUT", "/resource-profiles/small", small, "If-None-Match", "*");
    assertThat(made.status()).isEqualTo(201);
    assertThat(given.api("PUT", "/resource-profiles/small", small, "If-None-Match", "*").status())
        .isEqualTo(409);
    String seen = made.header("ETag");
    Map<String, ?> large = Map.of("limits", Map.of("memory", "2G"), "reason", "room");
    assertThat(given.api("PUT", "/resource-profiles/small", large, "If-Match", seen).status())
        .isEqualTo(200);
    assertThat(given.api("PUT", "/resource-profiles/small", small, "If-Match", seen).status())
        .isEqualTo(412);
    assertThat(given.api("GET", "/resource-profiles/small", null).text("/limits/memory"))
        .isEqualTo("2G");
    assertThat(given.api("PUT", "/resource-profiles/small", Map.of()).text("/errors/0/field"))
        .isEqualTo("limits");
    assertThat(
            given.api("PUT", "/resource-profiles/none", Map.of("limits", Map.of())).text("/detail"))
        .contains("limits is empty");

    var _ = put(YAML + "resourceProfile: small\n");
    assertThat(given.api("DELETE", "/resource-profiles/small", null).text("/detail"))
        .contains("is used by");
    assertThat(given.api("GET", "/manifests/web/unit", null).text("/text")).contains("MemoryMax=");
    var _ = put(YAML);
    assertThat(given.api("DELETE", "/resource-profiles/small", null).status()).isEqualTo(204);
    assertThat(given.api("GET", "/resource-profiles", null).json().path("items")).isEmpty();
  }
}
