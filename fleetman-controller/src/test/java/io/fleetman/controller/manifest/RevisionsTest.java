package io.fleetman.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Setting;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.Limits;
import io.fleetman.document.ManifestDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import io.fleetman.store.Request.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionsTest {
  private static final ManifestId WEB = new ManifestId("web");

  @TempDir Path folder;
  TestFleet given;
  Manifests manifests;

  @BeforeEach
  void threeRevisions() {
    given = new TestFleet(folder);
    manifests = new Manifests(given.fleet);
    for (int port = 1; port <= 3; port++) {
      var _ =
          given.manifest("{manifest: web, profile: deploy, variables: {port: %d}}".formatted(port));
    }
  }

  @Test
  void revisionsAreListedNewestFirstAndComparedFieldByField() {
    Revisions revisions = new Revisions(given.fleet);

    assertThat(revisions.list(WEB)).extracting(ManifestDocument::revision).containsExactly(3, 2, 1);
    assertThat(revisions.diff(WEB, 1, 3)).containsExactly(new Setting("variables.port", "1", "3"));
    assertThat(revisions.diff(WEB, 2, 2)).isEmpty();
    assertThatThrownBy(() -> revisions.get(WEB, 4)).isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> revisions.list(new ManifestId("nope")))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void aDuplicateHasTheDefinitionAndNeverGoesOverAnother() {
    ManifestId beta = new ManifestId("beta");

    assertThat(manifests.duplicate(WEB, beta, null).spec()).isEqualTo(manifests.get(WEB).spec());
    assertThatThrownBy(() -> manifests.duplicate(WEB, beta, null))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  @DisplayName("invariant 7: of two who duplicate to one name at once the second is told")
  void invariant7OfTwoWhoDuplicateToOneNameTheSecondIsTold() {
    ManifestId beta = new ManifestId("beta");
    given.justBefore(
        TestFleet.request(Kind.PUT, "manifests/beta.json"),
        () -> {
          var _ = given.manifest("{manifest: beta, profile: deploy, variables: {who: other}}");
        });

    assertThatThrownBy(() -> manifests.duplicate(WEB, beta, null))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(manifests.get(beta).spec().variables()).containsOnlyKeys("who");
  }

  @Test
  void aResourceProfileThatIsUsedStaysAndOneThatWasDeletedCanBeMadeAgain() {
    ResourceProfiles profiles = new ResourceProfiles(given.fleet);
    var _ = profiles.apply("small", Limits.NONE, null);
    var _ = given.manifest("{manifest: web, profile: systemd, command: x, resourceProfile: small}");

    assertThat(profiles.users("small")).containsExactly(WEB);
    assertThatThrownBy(() -> profiles.delete("small", null))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("is used by [web]");

    given.web();
    profiles.delete("small", null);
    assertThat(profiles.find("small")).isEmpty();
    assertThat(profiles.list()).isEmpty();
    assertThatThrownBy(() -> profiles.delete("small", null)).isInstanceOf(Refusal.NotFound.class);
    assertThat(profiles.apply("small", Limits.NONE, null).change())
        .isEqualTo(Applied.Change.CREATED);
    assertThat(profiles.find("small")).isPresent();
  }

  @Test
  void theUnitIsShownAsTheAgentWouldWriteIt() {
    var spec =
        given
            .manifest(
                "{manifest: web, profile: systemd, user: www, command: './bin/web --port {{"
                    + " vars.port }} {{ labels.zone }}', env: {DATA: '{{ folders.data }}'},"
                    + " variables: {port: 80}}")
            .spec();
    UnitPreview preview = UnitPreview.of(WEB, spec, target(Map.of("port", "81")));

    assertThat(preview.notes()).isEmpty();
    assertThat(Objects.requireNonNull(preview.text()))
        .startsWith("# Fleetman cell web-b: written by fleetagent")
        .contains("\nExecStart=/opt/fleetman/web-b/current/bin/web --port 81 a\n")
        .contains("\nEnvironment=\"DATA=/opt/fleetman/web-b/shared\"\n")
        .contains("\nUser=www\n");
  }

  @Test
  void whatTheNodeAloneKnowsAndWhatIsWrongIsSaidBesideTheUnit() {
    var bare = given.manifest("{manifest: web, profile: supervisor, command: python3 x}").spec();
    UnitPreview preview = UnitPreview.of(WEB, bare, target(Map.of()));
    assertThat(Objects.requireNonNull(preview.text())).contains("[program:fleetman-web-b]");
    assertThat(preview.notes()).containsExactly("the program 'python3' is looked for on the node");

    var bad =
        given
            .manifest("{manifest: web, profile: supervisor, command: './x {{ labels.rack }} ;y'}")
            .spec();
    assertThat(UnitPreview.of(WEB, bad, target(Map.of())).notes())
        .anySatisfy(n -> assertThat(n).contains("unknown token '{{ labels.rack }}'"))
        .anySatisfy(n -> assertThat(n).contains("supervisord cannot pass on"));

    var files = given.manifest("{manifest: web, profile: deploy}").spec();
    assertThat(UnitPreview.of(WEB, files, target(Map.of())).text()).isNull();
  }

  private static UnitPreview.Target target(Map<String, String> variables) {
    return new UnitPreview.Target(
        CellRef.parse("node-1/web-b"),
        new Version("1.2"),
        variables,
        Map.of("zone", "a"),
        Path.of("/opt/fleetman"));
  }
}
