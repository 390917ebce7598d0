package io.fleetman.controller.doctor;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.staging.Staging;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.Request;
import io.fleetman.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path temp = Path.of("");
  private TestFleet given = new TestFleet(temp);
  private Doctor doctor = new Doctor(given.fleet);
  private CellRef cell = CellRef.parse("node-1/web");

  @BeforeEach
  void aService() {
    given = new TestFleet(temp);
    doctor = new Doctor(given.fleet);
    given.web();
    given.sealed("1.0", Map.of("a", "1", "b", "2"));
    cell = given.cell("node-1/web");
    given.memory.plant("agents/node-1.json", "{}");
  }

  private Outcome publish() {
    return new Publisher(given.fleet)
        .publish(new PublishRequest(cell, new Version("1.0"), false, null), PublishListener.NONE);
  }

  private void aPublisherThatDied() {
    given.faulty.always(request(Request.Kind.PUT, "manifest.json"), Fault.DENIED);
    assertThatThrownBy(this::publish).isInstanceOf(StoreException.class);
    given.faulty.heal();
  }

  private List<String> snapshotKeys() {
    return given.memory.keys().stream().filter(k -> k.contains("/versions/")).toList();
  }

  @Test
  void aHealthyFleetHasNoFindings() {
    publish();
    assertThat(doctor.examine()).isEmpty();
    given.clock.advance(Duration.ofHours(1));
    assertThat(doctor.repair()).isEmpty();
    assertThat(doctor.examine()).isEmpty();
  }

  @Test
  void whatIsPutWhileEverythingIsListedIsNotSaidToBeLost() {
    given.justBefore(
        request(Request.Kind.GET, "deployments/web/2.0/deployment.json"),
        () -> {
          var _ =
              new Deployments(given.other())
                  .upload(
                      new ManifestId("web"),
                      new Version("2.0"),
                      given.tree(Map.of("a", "new")),
                      Deployments.Mode.ADD,
                      UploadListener.NONE);
        });
    var _ =
        new Deployments(given.other())
            .upload(
                new ManifestId("web"),
                new Version("2.0"),
                given.tree(Map.of("b", "old")),
                Deployments.Mode.ADD,
                UploadListener.NONE);

    assertThat(doctor.examine()).noneMatch(f -> f.what().contains("lacks"));
  }

  @Test
  void invariant4AHalfMadeSnapshotIsFoundAndSweptOnceItHasSettled() {
    aPublisherThatDied();
    assertThat(snapshotKeys()).hasSize(2);
    assertThat(doctor.examine())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.what()).contains("version 1.0 of node-1/web is half made");
              assertThat(f.repairable()).as("it may be in the making").isFalse();
            });
    assertThat(doctor.repair()).isEmpty();

    given.clock.advance(Duration.ofMinutes(11));
    assertThat(doctor.examine())
        .singleElement()
        .satisfies(f -> assertThat(f.repairable()).isTrue());
    assertThat(doctor.repair()).singleElement().asString().contains("deleted 2 objects");

    assertThat(given.mark(cell, "1.0")).isInstanceOf(SnapshotMark.Aborted.class);
    assertThat(snapshotKeys()).containsExactly(Keys.snapshot(cell, new Version("1.0")));
    assertThat(publish()).as("the name may be used again").isInstanceOf(Outcome.Sent.class);
    assertThat(doctor.examine()).isEmpty();
  }

  @Test
  void invariant4IfThePublisherCommitsFirstNothingIsDeleted() {
    aPublisherThatDied();
    given.clock.advance(Duration.ofMinutes(11));
    given.justBefore(
        request(Request.Kind.PUT, "manifest.json"),
        () -> {
          var _ =
              new Publisher(given.other())
                  .publish(
                      new PublishRequest(cell, new Version("1.0"), false, null),
                      PublishListener.NONE);
        });

    assertThat(doctor.repair()).isEmpty();

    SnapshotMark.Snapshot mark = given.snapshot(cell, "1.0");
    assertThat(given.memory.keys())
        .containsAll(mark.files().values().stream().map(TreeEntry::key).toList());
  }

  @Test
  void invariant4OnlyWhatWasListedBeforeIsDeletedAndASlowPublisherCannotCommitAnyMore() {
    aPublisherThatDied();
    given.clock.advance(Duration.ofMinutes(11));
    // a slow publisher has copied everything when the doctor comes by
    given.justBefore(
        request(Request.Kind.PUT, "manifest.json"),
        () -> assertThat(new Doctor(given.other()).repair()).hasSize(0));
    assertThat(publish()).isInstanceOf(Outcome.Sent.class);

    // and the other way round: the doctor wins, the publisher is told
    aService();
    aPublisherThatDied();
    given.clock.advance(Duration.ofMinutes(11));
    given.justBefore(
        r -> r.kind() == Request.Kind.COPY,
        () -> assertThat(new Doctor(given.other()).repair()).hasSize(1));
    assertThatThrownBy(this::publish).isInstanceOf(Refusal.Conflict.class);
    assertThat(given.mark(cell, "1.0")).isInstanceOf(SnapshotMark.Aborted.class);
    assertThat(given.memory.text(Keys.trigger(cell))).isNull();
  }

  @Test
  void theLoserOfARaceLeavesLitterThatIsSwept() {
    publish();
    given.memory.plant("cells/node-1/web/versions/1.0/loser/a", "1");
    given.clock.advance(Duration.ofMinutes(11));

    assertThat(doctor.examine())
        .singleElement()
        .satisfies(f -> assertThat(f.severity()).isEqualTo(Finding.Severity.GARBAGE));
    assertThat(doctor.repair()).hasSize(1);
    assertThat(given.memory.keys()).doesNotContain("cells/node-1/web/versions/1.0/loser/a");
    assertThat(doctor.examine()).isEmpty();
  }

  @Test
  void invariant3ATriggerThatNamesWhatIsNotThereIsAnError() {
    given.memory.plant(Keys.trigger(cell), "{\"version\": \"7.7\"}");
    assertThat(doctor.examine())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.severity()).isEqualTo(Finding.Severity.ERROR);
              assertThat(f.what()).contains("names version 7.7, which does not exist");
            });
  }

  @Test
  void bytesThatAreGoneAreErrors() {
    publish();
    String key =
        Objects.requireNonNull(given.snapshot(cell, "1.0").files().firstEntry().getValue().key());
    given.memory.delete(key);
    String source =
        given.memory.keys().stream()
            .filter(k -> k.startsWith("deployments/web/1.0/") && k.endsWith("/b"))
            .findFirst()
            .orElseThrow();
    given.memory.delete(source);
    assertThat(doctor.examine())
        .extracting(Finding::what)
        .anySatisfy(w -> assertThat(w).contains("version 1.0 of node-1/web lacks 1 of its files"))
        .anySatisfy(w -> assertThat(w).contains("web 1.0 lacks 1 of its files"));
  }

  @Test
  void documentsThatCannotBeReadAreErrorsAndLeftAlone() {
    publish();
    given.memory.plant(Keys.cell(cell), "{");
    given.memory.plant(Keys.snapshot(cell, new Version("1.0")), "{\"kind\":\"future\"}");
    given.clock.advance(Duration.ofMinutes(11));
    assertThat(doctor.examine())
        .extracting(Finding::where)
        .contains(Keys.cell(cell), Keys.snapshot(cell, new Version("1.0")));
    assertThat(doctor.repair()).singleElement().asString().contains("is left alone");
    assertThat(snapshotKeys()).hasSize(3);
  }

  @Test
  void anUploadThatDiedIsSwept() {
    given.memory.plant("deployments/web/1.0/dead/a", "1");
    given.clock.advance(Duration.ofMinutes(11));
    assertThat(doctor.repair()).singleElement().asString().contains("web 1.0: deleted 1 objects");
    assertThat(doctor.examine()).isEmpty();
  }

  @Test
  void anUploadThatDiedBeforeItsFirstIndexIsSweptAndCannotNameItsBytesAnyMore() {
    given.memory.plant("deployments/web/9.0/dead/a", "1");
    given.clock.advance(Duration.ofMinutes(11));
    assertThat(doctor.examine())
        .singleElement()
        .satisfies(f -> assertThat(f.repairable()).isTrue());
    given.justBefore(
        request(Request.Kind.PUT, "9.0/deployment.json"),
        () -> assertThat(new Doctor(given.other(), Duration.ZERO).repair()).hasSize(1));

    Runnable upload =
        () ->
            new Deployments(given.fleet)
                .upload(
                    new ManifestId("web"),
                    new Version("9.0"),
                    given.tree(Map.of("a", "1")),
                    Deployments.Mode.REPLACE,
                    UploadListener.NONE);
    // an upload that had put its bytes when the doctor came by is told, and then goes through
    assertThatThrownBy(upload::run).isInstanceOf(Refusal.Conflict.class);
    upload.run();
    assertThat(given.memory.keys()).doesNotContain("deployments/web/9.0/dead/a");
  }

  @Test
  void bytesOfOverridesThatNothingNamesAreSweptAndASlowOverrideIsTold() throws Exception {
    Overrides overrides = new Overrides(given.fleet);
    RelativePath path = new RelativePath("a");
    Path file = given.folder(Map.of("a", "mine")).resolve("a");
    overrides.set(cell, path, file, Overrides.Attributes.NONE, null);
    overrides.set(cell, path, file, Overrides.Attributes.NONE, null);
    assertThat(doctor.repair()).as("they may be being copied").isEmpty();
    given.clock.advance(Duration.ofMinutes(11));
    assertThat(doctor.examine())
        .singleElement()
        .satisfies(f -> assertThat(f.what()).contains("left 1 objects that nothing names"));

    given.justBefore(
        request(Request.Kind.PUT, "overrides.json"),
        () ->
            assertThat(new Doctor(given.other(), Duration.ZERO).repair())
                .singleElement()
                .asString()
                .contains("overrides of node-1/web: deleted 2 objects"));
    assertThatThrownBy(() -> overrides.set(cell, path, file, Overrides.Attributes.NONE, null))
        .isInstanceOf(Refusal.Conflict.class);

    assertThat(doctor.examine()).isEmpty();
    assertThat(given.memory.keys().stream().filter(k -> k.contains("/overrides/"))).hasSize(1);
    assertThat(publish()).isInstanceOf(Outcome.Sent.class);
  }

  @Test
  void aRemoveThatWasCutShortIsNamed() {
    publish();
    given.faulty.always(request(Request.Kind.PUT, "trigger.json"), Fault.DENIED);
    assertThatThrownBy(() -> new Commands(given.fleet).remove(cell, null))
        .isInstanceOf(StoreException.class);
    given.faulty.heal();
    assertThat(doctor.examine())
        .singleElement()
        .satisfies(f -> assertThat(f.what()).contains("was to be removed"));
  }

  @Test
  void aNodeThatWasNeverHeardOfIsNamed() {
    var _ = given.cell("node-7/web");
    assertThat(doctor.examine())
        .singleElement()
        .satisfies(
            f -> assertThat(f.what()).contains("node-7 has cells and has never been heard of"));
  }

  @Test
  void bytesInStagingThatNothingNamesAreSweptAndWhoeverPutThemIsTold() {
    var _ =
        new Staging(given.fleet).put(given.tree(Map.of("kept", "1")), null, UploadListener.NONE);
    given.justBefore(
        request(Request.Kind.PUT, "staging.json"),
        () -> assertThat(new Doctor(given.other(), Duration.ZERO).repair()).hasSize(1));

    assertThatThrownBy(
            () ->
                new Staging(given.fleet)
                    .put(given.tree(Map.of("swept", "2")), null, UploadListener.NONE))
        .hasMessageContaining("cleaned up at the same time");
    assertThat(new Staging(given.other()).list()).hasSize(1);
    assertThat(new Doctor(given.other(), Duration.ZERO).examine()).isEmpty();
  }
}
