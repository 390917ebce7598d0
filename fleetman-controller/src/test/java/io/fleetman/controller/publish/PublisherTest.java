package io.fleetman.controller.publish;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.Sha256;
import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Setting;
import io.fleetman.controller.tree.FileChange;
import io.fleetman.document.CellState;
import io.fleetman.document.Desired;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.Request;
import io.fleetman.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What one publisher does. */
class PublisherTest extends AServiceToPublish {
  @Test
  void aFirstPublishMakesTheSnapshotPointsTheTriggerAndRings() {
    Outcome outcome = publish("1.0");

    TriggerDocument trigger = given.trigger(cell);
    assertThat(outcome)
        .isEqualTo(new Outcome.Sent(cell, "publish", new Version("1.0"), trigger.id(), 1));
    assertThat(trigger.desired()).isEqualTo(Desired.RUNNING);
    assertThat(trigger.version()).isEqualTo(new Version("1.0"));
    assertThat(trigger.cellUid()).isEqualTo(new Cells(given.fleet).get(cell).uid());
    assertThat(trigger.recent()).containsExactly(trigger.id());
    assertThat(Objects.requireNonNull(trigger.author()).reason()).isEqualTo("because");
    SnapshotMark.Snapshot mark = given.snapshot(cell, "1.0");
    assertThat(mark.variables()).containsEntry("port", "80");
    for (TreeEntry entry : mark.files().values()) {
      String body = Objects.requireNonNull(given.memory.text(Objects.requireNonNull(entry.key())));
      assertThat(Sha256.of(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
          .isEqualTo(entry.sha256());
      assertThat(entry.key()).startsWith(Keys.snapshotFolder(cell, new Version("1.0")));
    }
    assertThat(given.memory.keys()).contains("doorbells/node-1");
  }

  @Test
  void invariant2TheMarkComesAfterEveryCopyAndInvariant3TheTriggerAfterTheMark() {
    given.memory.forgetRequests();
    publish("1.0");

    List<Request> writes = given.memory.requests().stream().filter(r -> r.kind().writes()).toList();
    assertThat(writes.stream().map(Request::kind))
        .containsExactly(
            Request.Kind.COPY,
            Request.Kind.COPY,
            Request.Kind.PUT,
            Request.Kind.PUT,
            Request.Kind.PUT);
    assertThat(writes.get(2).key()).endsWith(MARK);
    assertThat(writes.get(3).key()).endsWith(TRIGGER);
    assertThat(writes.get(4).key()).startsWith("doorbells/");
    // and the trigger was read before anything else
    assertThat(given.memory.requests().getFirst().key()).endsWith(TRIGGER);
  }

  @Test
  void aFailedCopyStopsBeforeTheMark() {
    given.faulty.always(request(Request.Kind.COPY, "b.txt"), Fault.DENIED);

    assertThatThrownBy(() -> publish("1.0")).isInstanceOf(StoreException.AccessDenied.class);

    assertThat(given.mark(cell, "1.0")).isNull();
    assertThat(given.memory.text(Keys.trigger(cell))).isNull();
  }

  @Test
  void invariant1AnAttemptNeverWritesWhereAnEarlierOneDid() {
    given.faulty.next(request(Request.Kind.COPY, "b.txt"), Fault.DENIED);
    assertThatThrownBy(() -> publish("1.0")).isInstanceOf(StoreException.AccessDenied.class);
    String folder = Keys.snapshotFolder(cell, new Version("1.0"));
    Set<String> left = new TreeSet<>(given.memory.keys());
    left.removeIf(key -> !key.startsWith(folder));
    assertThat(left).as("what the first attempt copied").isNotEmpty();

    publish("1.0");

    assertThat(given.snapshot(cell, "1.0").files().values())
        .extracting(TreeEntry::key)
        .isNotEmpty()
        .doesNotContainAnyElementsOf(left);
  }

  @Test
  void theSameAgainIsNothingToDoAndRedeployIsANewDeploy() {
    publish("1.0");
    TriggerDocument before = given.trigger(cell);
    given.says(cell, CellState.PENDING, null);
    given.memory.forgetRequests();

    assertThat(publish("1.0")).isInstanceOf(Outcome.NothingToDo.class);
    assertThat(given.memory.count(Request.Kind.PUT, Request.Kind.COPY)).isZero();

    publisher.publish(
        new PublishRequest(cell, new Version("1.0"), true, null), PublishListener.NONE);
    TriggerDocument after = given.trigger(cell);
    assertThat(after.deployId()).isNotEqualTo(before.deployId());
    assertThat(after.sequence()).isEqualTo(2);
    assertThat(given.memory.count(Request.Kind.COPY)).as("not rebuilt").isZero();
  }

  @Test
  void whatFailedOnTheNodeIsSaidAndHowToTryItAgain() {
    publish("1.0");
    given.says(cell, CellState.FAILED, null);
    assertThat(((Outcome.NothingToDo) publish("1.0")).why())
        .contains("already, which came to FAILED; --redeploy tries it again");
  }

  @Test
  void invariant8TheSequenceGrowsPastWhatTheAgentHandled() {
    publish("1.0");
    given.says(cell, CellState.RUNNING, "1.0");
    given.memory.plant(Keys.trigger(cell), "{\"version\": \"1.0\"}"); // by hand: it stands for 2

    publisher.publish(
        new PublishRequest(cell, new Version("1.0"), true, null), PublishListener.NONE);

    assertThat(given.trigger(cell).sequence()).isGreaterThan(2);
  }

  @Test
  void changedOverridesMakeTheNextSnapshotOfTheSameDeployment() throws Exception {
    publish("1.0");
    Overrides overrides = new Overrides(given.fleet);
    Path file = given.folder(Map.of("b.txt", "mine")).resolve("b.txt");
    overrides.set(cell, new RelativePath("b.txt"), file, Overrides.Attributes.NONE, null);
    overrides.hide(cell, new RelativePath("a.txt"), null);

    ChangePlan preview = publisher.preview(wish("1.0"));
    assertThat(preview.from()).isEqualTo(new Version("1.0"));
    assertThat(preview.to()).isEqualTo(new Version("1.0+1"));
    assertThat(preview.count(FileChange.Kind.REMOVED)).isEqualTo(1);
    assertThat(preview.count(FileChange.Kind.CHANGED)).isEqualTo(1);

    publish("1.0");
    assertThat(given.trigger(cell).version()).isEqualTo(new Version("1.0+1"));
    TreeEntry b = given.snapshot(cell, "1.0+1").files().get(new RelativePath("b.txt"));
    assertThat(given.memory.text(Objects.requireNonNull(Objects.requireNonNull(b).key())))
        .isEqualTo("mine");

    overrides.remove(cell, new RelativePath("b.txt"), null);
    overrides.remove(cell, new RelativePath("a.txt"), null);
    publish("1.0");
    assertThat(given.trigger(cell).version())
        .as("the same inputs again are the same snapshot")
        .isEqualTo(new Version("1.0"));
  }

  @Test
  void aCellsVariablesMakeASnapshotOfTheirOwn() {
    publish("1.0");
    new Cells(given.fleet)
        .map(cell, new ManifestId("web"), new TreeMap<>(Map.of("port", "81")), null);

    ChangePlan preview = publisher.preview(wish("1.0"));
    assertThat(preview.settings()).containsExactly(new Setting("variables.port", "80", "81"));

    publish("1.0");
    assertThat(given.snapshot(cell, "1.0+1").variables()).containsEntry("port", "81");
  }

  @Test
  void aDoorbellThatCannotBeRungIsANoteAndNoFailure() {
    given.faulty.always(r -> r.key().startsWith("doorbells/"), Fault.DENIED);
    List<String> notes = new java.util.ArrayList<>();

    Outcome outcome =
        publisher.publish(
            wish("1.0"),
            new PublishListener() {
              @Override
              public void note(CellRef at, String sentence) {
                notes.add(sentence);
              }
            });

    assertThat(outcome).isInstanceOf(Outcome.Sent.class);
    assertThat(notes).singleElement().asString().contains("doorbell of node-1");
  }

  @Test
  void moreThanAThousandFilesAreAllCopiedInPages() {
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < 2500; i++) {
      files.put("d" + i % 7 + "/f" + i, "file " + i);
    }
    given.sealed("2.0", files);

    publish("2.0");

    SnapshotMark.Snapshot mark = given.snapshot(cell, "2.0");
    assertThat(mark.files()).hasSize(2500);
    assertThat(given.memory.keys())
        .containsAll(mark.files().values().stream().map(TreeEntry::key).toList());
    assertThat(new Versions(given.fleet).list(cell))
        .singleElement()
        .satisfies(v -> assertThat(v.files()).isEqualTo(2500));
  }

  @Test
  void aDraftCannotBePublishedNorCanWhatDoesNotExist() {
    new io.fleetman.controller.deployment.Deployments(given.fleet)
        .upload(
            new ManifestId("web"),
            new Version("3.0"),
            given.tree(Map.of("a", "b")),
            io.fleetman.controller.deployment.Deployments.Mode.ADD,
            io.fleetman.controller.tree.UploadListener.NONE);

    assertThatThrownBy(() -> publish("3.0")).hasMessageContaining("is a draft: seal it first");
    assertThatThrownBy(() -> publish("9.9"))
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessageContaining("no sealed deployment 9.9 of web");
  }

  @Test
  void aSnapshotWrittenByHandCanBePublishedByItsName() {
    given.memory.plant(
        Keys.snapshot(cell, new Version("hand")),
        "{\"kind\":\"snapshot\",\"node\":\"node-1\",\"cell\":\"web\",\"manifest\":\"web\","
            + "\"version\":\"hand\",\"spec\":{\"profile\":\"deploy\"},\"files\":{}}");

    publish("hand");

    assertThat(given.trigger(cell).version()).isEqualTo(new Version("hand"));
  }

  @Test
  void manyCellsArePublishedSideBySideEachWithItsOwnOutcome() {
    List<PublishRequest> requests = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      CellRef one =
          i % 3 == 2 ? CellRef.parse("absent-" + i + "/web") : given.cell("n" + i + "/web");
      requests.add(new PublishRequest(one, new Version("1.0"), false, null));
    }

    List<Outcome> outcomes = publisher.publishAll(requests, PublishListener.NONE);

    assertThat(outcomes)
        .extracting(Outcome::cell)
        .containsExactlyElementsOf(requests.stream().map(PublishRequest::cell).toList());
    for (int i = 0; i < 12; i++) {
      assertThat(outcomes.get(i))
          .isInstanceOf(i % 3 == 2 ? Outcome.Failed.class : Outcome.Sent.class);
    }
  }

  @Test
  void oneCellThatFailsDoesNotStopTheOthers() {
    CellRef second = given.cell("node-2/web");
    CellRef absent = CellRef.parse("node-3/web");

    List<Outcome> outcomes =
        publisher.publishAll(
            List.of(
                wish("1.0"),
                new PublishRequest(absent, new Version("1.0"), false, null),
                new PublishRequest(second, new Version("1.0"), false, null)),
            PublishListener.NONE);

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Sent.class);
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Sent.class);
  }
}
