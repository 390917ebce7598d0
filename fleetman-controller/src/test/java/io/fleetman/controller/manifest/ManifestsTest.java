package io.fleetman.controller.manifest;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.ByteSize;
import io.fleetman.document.Limits;
import io.fleetman.document.ManifestDocument;
import io.fleetman.document.ManifestSpec;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.Request;
import io.fleetman.store.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
  private static final ManifestId WEB = new ManifestId("web");

  @TempDir Path temp = Path.of("");
  private TestFleet given = new TestFleet(temp);
  private Manifests manifests = new Manifests(given.fleet);

  @BeforeEach
  void anEmptyFleet() {
    given = new TestFleet(temp);
    manifests = new Manifests(given.fleet);
  }

  private static ManifestSpec spec(String description) {
    return ServiceFile.parse(
            "f", "{manifest: web, profile: deploy, description: " + description + "}")
        .spec();
  }

  @Test
  void aManifestIsMadeChangedAndLeftAlone() {
    assertThat(manifests.apply(WEB, spec("a"), null).change()).isEqualTo(Applied.Change.CREATED);
    assertThat(manifests.apply(WEB, spec("b"), null).change()).isEqualTo(Applied.Change.CHANGED);
    given.memory.forgetRequests();

    Applied again = manifests.apply(WEB, spec("b"), null);

    assertThat(again).isEqualTo(new Applied("manifest web", Applied.Change.UNCHANGED, 2));
    assertThat(given.memory.count(Request.Kind.PUT)).isZero();
    assertThat(given.memory.keys())
        .contains("manifests/web/revisions/1.json", "manifests/web/revisions/2.json");
    assertThat(manifests.list()).extracting(ManifestDocument::revision).containsExactly(2);
  }

  @Test
  void invariant6AChangeBySomebodyElseIsNotOverwritten() {
    var _ = manifests.apply(WEB, spec("a"), null);
    given.justBefore(
        request(Request.Kind.PUT, "revisions/2.json"),
        () -> {
          var _ = new Manifests(given.other()).apply(WEB, spec("theirs"), null);
        });

    assertThatThrownBy(() -> manifests.apply(WEB, spec("mine"), null))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(manifests.get(WEB).spec().description()).isEqualTo("theirs");
  }

  @Test
  void aWriterThatDiedAfterItsRevisionDoesNotBlockTheNext() {
    given.faulty.always(request(Request.Kind.PUT, "manifests/web.json"), Fault.DENIED);
    assertThatThrownBy(() -> manifests.apply(WEB, spec("lost"), null))
        .isInstanceOf(StoreException.AccessDenied.class);
    given.faulty.heal();

    assertThat(manifests.apply(WEB, spec("a"), null).revision()).isEqualTo(2);
  }

  @Test
  void oneThatIsUsedCannotBeTakenAwayAndOneThatWasComesBackWithTheNextRevision() {
    given.web();
    CellRef cell = given.cell("node-1/web");
    assertThatThrownBy(() -> manifests.delete(WEB, null))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("node-1/web");

    var _ = new Commands(given.fleet).remove(cell, null);
    manifests.delete(WEB, null);

    assertThat(manifests.find(WEB)).isEmpty();
    assertThat(manifests.list()).isEmpty();
    assertThat(manifests.apply(WEB, spec("back"), null))
        .isEqualTo(new Applied("manifest web", Applied.Change.CREATED, 3));
  }

  @Test
  void aResourceProfileMustExistBeforeItIsNamed() {
    ManifestSpec spec =
        ServiceFile.parse(
                "f", "{manifest: web, profile: systemd, command: x, resourceProfile: small}")
            .spec();
    assertThatThrownBy(() -> manifests.apply(WEB, spec, null))
        .hasMessageContaining("resourceProfile: there is no 'small'");

    Limits limits = new Limits(ByteSize.parse("64M"), null, null, null, null);
    ResourceProfiles profiles = new ResourceProfiles(given.fleet);
    assertThat(profiles.apply("small", limits, null).change()).isEqualTo(Applied.Change.CREATED);
    assertThat(profiles.apply("small", limits, null).change()).isEqualTo(Applied.Change.UNCHANGED);

    assertThat(manifests.apply(WEB, spec, null).change()).isEqualTo(Applied.Change.CREATED);
    assertThat(profiles.list())
        .singleElement()
        .satisfies(p -> assertThat(p.name()).isEqualTo("small"));
  }
}
