package io.fleetman.controller.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.RecycleBin;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.web.TestController;
import io.fleetman.document.DeploymentState;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pages of manifests and deployments, as forms send and servers answer them. */
class ContentPagesTest {
  private static final ManifestId WEB = new ManifestId("web");
  private static final Version ONE = new Version("1");
  private static final String YAML = "manifest: web\nprofile: deploy\n";
  private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]*)\"");

  private final TestController given = new TestController();

  @AfterEach
  void stop() {
    given.close();
  }

  private HttpResponse<String> save(String yaml, String seen) {
    return given.post("/b/main/manifests/web/edit", Map.of("text", yaml, "seen", seen));
  }

  private void aManifest() {
    assertThat(
            given.post("/b/main/manifests/-/yaml", Map.of("text", YAML, "seen", "0")).statusCode())
        .isEqualTo(200);
  }

  private void aDraft() {
    aManifest();
    HttpResponse<String> made =
        given.post(
            "/b/main/deployments/-/new", Map.of("manifest", "web", "version", "1", "from", ""));
    assertThat(made.body()).contains("Drag files");
  }

  private HttpResponse<String> edit(String path, String text, String seen) {
    return given.post(
        "/b/main/deployments/web/1/edit", Map.of("path", path, "text", text, "seen", seen));
  }

  private static String seen(String page) {
    Matcher seen = SEEN.matcher(page);
    assertThat(seen.find()).as(page).isTrue();
    return seen.group(1);
  }

  @Test
  void theGuidedFormWritesTheYamlAndSaysWhatIsWrongBesideItsField() {
    Map<String, String> wrong =
        Map.of("manifest", "web", "profile", "systemd", "command", "bin/web", "memory", "lots");
    HttpResponse<String> refused = given.post("/b/main/manifests/-/new", wrong);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).containsPattern("about-field-memory[^§]{0,80}invalid-feedback");
    assertThat(given.post("/b/main/manifests/-/preview", wrong).body())
        .contains("memory: lots", "data-line=")
        .doesNotContain("<html");

    HttpResponse<String> made =
        given.post(
            "/b/main/manifests/-/new",
            Map.of(
                "manifest", "web",
                "profile", "systemd",
                "command", "bin/web --port {{ vars.port }}",
                "variables", "port=8080",
                "files0.path", ".",
                "files0.exclude", "*.md, logs/**",
                "health", "tcp",
                "healthValue", "127.0.0.1:8080",
                "memory", "512M",
                "reason", "first"));
    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(made.body()).contains("ExecStart=/opt/fleetman/web/current/bin/web --port 8080");
    var spec = new Manifests(given.fleet()).get(WEB).spec();
    assertThat(spec.files().getFirst().exclude()).containsExactly("*.md", "logs/**");
    assertThat(spec.health().tcp()).isEqualTo("127.0.0.1:8080");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnceBesideItsField() {
    HttpResponse<String> refused =
        given.post(
            "/b/main/manifests/-/new",
            Map.of(
                "manifest", "Shop",
                "profile", "systemd",
                "files0.path", ".",
                "files2.path", "bin/web",
                "files2.mode", "9z",
                "health", "tcp",
                "healthValue", "nowhere",
                "within", "soon",
                "memory", "lots",
                "data", "../data"));
    assertThat(refused.statusCode()).isEqualTo(422);
    for (String field :
        new String[] {
          "field-manifest", "field-command", "field-healthValue", "field-within", "field-memory"
        }) {
      assertThat(refused.body())
          .as(field)
          .containsPattern("id=\"about-" + field + "\">\\s*<div class=\"invalid-feedback");
    }
    assertThat(refused.body())
        .containsPattern("id=\"about-data\">\\s*<div class=\"invalid-feedback")
        .containsPattern("id=\"about-files2\">\\s*<div class=\"invalid-feedback[^<]*files")
        .containsPattern("<details class=\"mb-3\" open>\\s*<summary>Environment");
    assertThat(
            given
                .post("/b/main/manifests/-/preview", Map.of("manifest", "A", "memory", "b"))
                .body())
        .contains("valid manifest name", "'b' is not a size");
  }

  private static String hidden(String page, String name) {
    Matcher field =
        Pattern.compile("name=\"" + Pattern.quote(name) + "\" value=\"([^\"]*)\"").matcher(page);
    assertThat(field.find()).as(name + " in " + page).isTrue();
    return field.group(1);
  }

  @Test
  void whoTakesOutWhatSomebodyElseChangedIsToldAndShownBoth() {
    aDraft();
    var _ = edit("app.conf", "port=1\n", "");
    String page = given.get("/b/main/deployments/web/1").body();
    String seen = hidden(page, "seen:app.conf");
    var _ = edit("other.conf", "x", "");
    var _ = edit("app.conf", "port=12345\n", shaOf("app.conf"));

    HttpResponse<String> late =
        given.post(
            "/b/main/deployments/web/1/take-out",
            Map.of("path", "app.conf", "seen:app.conf", seen));

    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("nothing was done", "7 B, mode 0644", "11 B, mode 0644");
    assertThat(new Deployments(given.fleet()).get(WEB, ONE).files()).hasSize(2);
    assertThat(
            given
                .post(
                    "/b/main/deployments/web/1/mode",
                    Map.of(
                        "path",
                        "app.conf",
                        "mode",
                        "0755",
                        "seen",
                        seen.substring(0, seen.indexOf(' '))))
                .statusCode())
        .isEqualTo(409);
    assertThat(
            given
                .post(
                    "/b/main/deployments/web/1/take-out",
                    Map.of(
                        "path", "app.conf", "seen:app.conf", hidden(late.body(), "seen:app.conf")))
                .statusCode())
        .isEqualTo(200);
    assertThat(new Deployments(given.fleet()).get(WEB, ONE).files())
        .containsOnlyKeys(new RelativePath("other.conf"));
  }

  private String shaOf(String path) {
    return Objects.requireNonNull(
        Objects.requireNonNull(
                new Deployments(given.fleet()).get(WEB, ONE).files().get(new RelativePath(path)))
            .sha256());
  }

  private void staged(String text) {
    var _ =
        given.asBrowser(
            "PUT", "/staging/file?path=tls/cert", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whoRemovesOrPicksWhatSomebodyElseStagedAnewIsToldAndShownBoth() {
    aDraft();
    staged("one");
    String seen = hidden(given.get("/b/main/deployments/-/staging").body(), "seen:tls");
    staged("another");
    Map<String, String> form = Map.of("path", "tls", "seen:tls", seen);

    HttpResponse<String> late = given.post("/b/main/deployments/-/staging/remove", form);

    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("nothing was done", "1 file, 3 B", "1 file, 7 B");
    HttpResponse<String> pick = given.post("/b/main/deployments/web/1/pick", form);
    assertThat(pick.statusCode()).isEqualTo(409);
    assertThat(pick.body()).contains("Pick for web 1", "1 file, 7 B");
    assertThat(new Deployments(given.fleet()).get(WEB, ONE).files()).isEmpty();
    String now = hidden(late.body(), "seen:tls");
    assertThat(
            given
                .post(
                    "/b/main/deployments/-/staging/remove", Map.of("path", "tls", "seen:tls", now))
                .body())
        .contains("1 file removed");
  }

  @Test
  void whatIsDoneToAVersionAManifestOrTheBinIsDoneToWhatWasSeen() {
    aDraft();
    String draft = given.get("/b/main/deployments/web/1").body();
    var _ = edit("a.txt", "one\n", "");
    Map<String, String> late = Map.of("seen", hidden(draft, "seen"), "saw", hidden(draft, "saw"));
    for (String command : new String[] {"recycle", "seal"}) {
      HttpResponse<String> answer = given.post("/b/main/deployments/web/1/" + command, late);
      assertThat(answer.statusCode()).as(command).isEqualTo(409);
      assertThat(answer.body()).contains("Draft, 0 files", "Draft, 1 file, 4 B");
    }
    String bin = given.get("/b/main/deployments/-/recycle-bin").body();
    assertThat(bin).contains("The recycle bin is empty");
    var _ = given.post("/b/main/deployments/web/1/recycle", Map.of());
    String one = given.get("/b/main/deployments/-/recycle-bin").body();
    Matcher tag = Pattern.compile("name=\"seen\" value=\"([^\"]+)\"").matcher(one);
    assertThat(tag.find()).isTrue();
    var _ = given.post("/b/main/deployments/-/new", Map.of("manifest", "web", "version", "2"));
    var _ = given.post("/b/main/deployments/web/2/recycle", Map.of());
    HttpResponse<String> emptied =
        given.post(
            "/b/main/deployments/-/recycle-bin/empty",
            Map.of("typed", "empty", "seen", tag.group(1), "saw", hidden(one, "saw")));
    assertThat(emptied.statusCode()).isEqualTo(409);
    assertThat(emptied.body()).contains("1 version, 4 B: web 1", "2 versions, 4 B: web 2, web 1");

    assertThat(save(YAML + "description: theirs\n", "1").statusCode()).isEqualTo(200);
    HttpResponse<String> deleted =
        given.post(
            "/b/main/manifests/web/delete",
            Map.of("typed", "web", "seen", "1", "saw", "revision 1"));
    assertThat(deleted.statusCode()).isEqualTo(409);
    assertThat(deleted.body()).contains("revision 1", "revision 2 by me@here");
    assertThat(new Manifests(given.fleet()).find(WEB)).isPresent();
  }

  @Test
  void ofTwoWhoEditOneManifestTheSecondSeesBothAndNothingIsLost() {
    aManifest();
    String seen = seen(given.get("/b/main/manifests/web/edit").body());
    assertThat(save(YAML + "description: theirs\n", seen).statusCode()).isEqualTo(200);

    HttpResponse<String> second = save(YAML + "description: mine\n", seen);

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body())
        .contains("Somebody else changed this manifest", "theirs</mark>", "mine</mark>")
        .contains("description: mine\n</textarea>");
    assertThat(new Manifests(given.fleet()).get(WEB).spec().description()).isEqualTo("theirs");

    assertThat(save(YAML + "description: both\n", seen(second.body())).statusCode()).isEqualTo(200);
    assertThat(new Manifests(given.fleet()).get(WEB).revision()).isEqualTo(3);
    assertThat(given.get("/b/main/manifests/web/revisions?from=1&to=3").body())
        .contains("description: both");
  }

  @Test
  void theEditorIsCheckedWhileOneTypes() {
    HttpResponse<String> checked =
        given.post("/b/main/manifests/-/check", Map.of("text", YAML + "comand: x\n"));
    assertThat(checked.body())
        .contains("data-line=\"3\"", "unknown key", "did you mean")
        .doesNotContain("<html");
    assertThat(given.post("/b/main/manifests/-/check", Map.of("text", YAML)).body())
        .contains("Nothing is wrong with it");
    aManifest();
    assertThat(save("manifest: other\nprofile: deploy\n", "1").statusCode()).isEqualTo(422);
  }

  @Test
  void aManifestIsDuplicatedAndDeletedOnceItsNameWasTyped() {
    aManifest();
    assertThat(given.post("/b/main/manifests/web/duplicate", Map.of("to", "Web")).statusCode())
        .isEqualTo(422);
    assertThat(given.post("/b/main/manifests/web/duplicate", Map.of("to", "web")).body())
        .contains("there is a manifest web already");
    assertThat(given.post("/b/main/manifests/web/duplicate", Map.of("to", "shop")).statusCode())
        .isEqualTo(200);
    assertThat(given.post("/b/main/manifests/shop/delete", Map.of("typed", "no")).statusCode())
        .isEqualTo(422);
    assertThat(given.post("/b/main/manifests/shop/delete", Map.of("typed", "shop")).statusCode())
        .isEqualTo(200);
    assertThat(new Manifests(given.fleet()).find(new ManifestId("shop"))).isEmpty();
  }

  @Test
  void ofTwoWhoEditOneFileTheSecondSeesBothAndNothingIsLost() {
    aDraft();
    assertThat(edit("app.conf", "port=1\n", "").statusCode()).isEqualTo(200);
    String seen = seen(given.get("/b/main/deployments/web/1/edit?path=app.conf").body());
    assertThat(edit("app.conf", "port=2\n", seen).statusCode()).isEqualTo(200);

    HttpResponse<String> second = edit("app.conf", "port=3\n", seen);

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("<mark>2</mark>", "<mark>3</mark>", "port=3\n</textarea>");
    assertThat(edit("app.conf", "port=3\n", seen(second.body())).statusCode()).isEqualTo(200);
    assertThat(edit("app.conf", "new", "").statusCode()).as("there is one").isEqualTo(409);
    assertThat(edit("../x", "new", "").statusCode()).isEqualTo(422);
  }

  @Test
  void aDraftIsSealedAsItWasSeenComparedRecycledAndPurged() {
    aDraft();
    assertThat(edit("a.txt", "one\n", "").statusCode()).isEqualTo(200);
    String seen = seen(given.get("/b/main/deployments/web/1").body());
    assertThat(edit("b.txt", "later\n", "").statusCode()).isEqualTo(200);
    assertThat(given.post("/b/main/deployments/web/1/seal", Map.of("seen", seen)).statusCode())
        .isEqualTo(409);
    String now = seen(given.get("/b/main/deployments/web/1").body());
    assertThat(given.post("/b/main/deployments/web/1/seal", Map.of("seen", now)).body())
        .contains("is sealed");

    assertThat(given.post("/b/main/deployments/web/1/clone", Map.of("version", "2")).statusCode())
        .isEqualTo(200);
    var _ =
        given.post(
            "/b/main/deployments/web/2/edit", Map.of("path", "c.txt", "text", "c", "seen", ""));
    var _ = given.post("/b/main/deployments/web/2/take-out", Map.of("path", "a.txt"));
    assertThat(given.get("/b/main/deployments/web/2/compare?with=1").body())
        .contains("1 added", "1 removed", "1 the same", "one");

    assertThat(given.post("/b/main/deployments/web/1/recycle", Map.of()).statusCode())
        .isEqualTo(200);
    assertThat(given.get("/b/main/deployments/-/recycle-bin").body()).contains("Restore web 1");
    assertThat(given.post("/b/main/deployments/web/1/purge", Map.of("typed", "x")).statusCode())
        .isEqualTo(422);
    assertThat(
            given.post("/b/main/deployments/-/recycle-bin/empty", Map.of("typed", "empty")).body())
        .contains("1 version purged");
    assertThat(new Deployments(given.fleet()).get(WEB, ONE).state())
        .isEqualTo(DeploymentState.PURGED);
    assertThat(new RecycleBin(given.fleet()).list(null)).isEmpty();
  }

  @Test
  void whateverAFileIsCalledOrHoldsIsTextOnThePage() {
    aDraft();
    String hostile = "<img src=x onerror=alert(1)>\"'&.txt";
    assertThat(edit(hostile, "</textarea><script>alert(1)</script>\n", "").statusCode())
        .isEqualTo(200);
    String encoded = java.net.URLEncoder.encode(hostile, StandardCharsets.UTF_8);
    for (String page :
        new String[] {"", "/file?path=" + encoded, "/edit?path=" + encoded, "?q=img"}) {
      HttpResponse<String> shown = given.get("/b/main/deployments/web/1" + page);
      assertThat(shown.statusCode()).isEqualTo(200);
      assertThat(shown.body()).contains("onerror").doesNotContain("<img src=x", "<script>alert");
    }
    assertThat(given.get("/b/main/deployments/web/1/file?path=../../x").statusCode())
        .isEqualTo(404);
  }

  @Test
  void filesAreMadeExecutableAndPickedFromStaging() {
    aDraft();
    var _ = edit("run", "#!/bin/sh\n", "");
    var _ = given.post("/b/main/deployments/web/1/mode", Map.of("path", "run", "mode", "0755"));
    var _ =
        given.asBrowser("PUT", "/staging/file?path=tls/cert", "c".getBytes(StandardCharsets.UTF_8));
    assertThat(given.get("/b/main/deployments/-/staging?into=web%201").body()).contains("tls");
    assertThat(given.post("/b/main/deployments/web/1/pick", Map.of("path", "tls")).body())
        .contains("1 of 1 copied");
    var files = new Deployments(given.fleet()).get(WEB, ONE).files();
    assertThat(Objects.requireNonNull(files.get(new RelativePath("run"))).mode()).isEqualTo("0755");
    assertThat(files).containsKey(new RelativePath("tls/cert"));
    assertThat(given.post("/b/main/deployments/-/staging/remove", Map.of("path", "tls")).body())
        .contains("1 file removed");
    assertThat(given.get("/b/main/deployments/-/orphans").body()).contains("Nothing is left over");
  }
}
