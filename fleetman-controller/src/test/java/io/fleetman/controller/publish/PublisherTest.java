package io.fleetman.controller.publish;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Setting;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.controller.tree.FileChange;
import io.fleetman.document.Author;
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
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
  private static final String TRIGGER = "trigger.json";
  private static final String MARK = "manifest.json";

  @TempDir Path temp = Path.of("");
  private TestFleet given = new TestFleet(temp);
  private Publisher publisher = new Publisher(given.fleet);
  private CellRef cell = CellRef.parse("node-1/web");

  @BeforeEach
  void aServiceOnANode() {
    given = new TestFleet(temp);
    publisher = new Publisher(given.fleet);
    given.web();
    given.sealed("1.0", Map.of("a.txt", "one", "b.txt", "two"));
    cell = given.cell("node-1/web");
  }

  private Outcome publish(String version) {
    return publisher.publish(wish(version), PublishListener.NONE);
  }

  private PublishRequest wish(String version) {
    return new PublishRequest(cell, new Version(version), false, "because");
  }

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
  void invariant18WhoeverSaysItAgainRingsForAPublisherThatDiedBeforeItRang() {
    given.memory.delete("doorbells/node-1"); // rung when the cell was made
    given.faulty.always(r -> r.key().startsWith("doorbells/"), Fault.DENIED);
    publish("1.0");
    given.faulty.heal();
    assertThat(given.memory.keys()).doesNotContain("doorbells/node-1");

    assertThat(publish("1.0")).isInstanceOf(Outcome.NothingToDo.class);

    assertThat(given.memory.keys()).contains("doorbells/node-1");
  }

  @Test
  void whatFailedOnTheNodeIsSaidAndHowToTryItAgain() {
    publish("1.0");
    given.says(cell, CellState.FAILED, null);
    assertThat(((Outcome.NothingToDo) publish("1.0")).why())
        .contains("already, which came to FAILED; --redeploy tries it again");
  }

  @Test
  void invariant3ATriggerThatChangedSinceItWasReadIsNeverOverwritten() {
    given.justBefore(
        request(Request.Kind.PUT, TRIGGER),
        () -> new Publisher(given.other()).publish(wish("1.0"), PublishListener.NONE));

    assertThatThrownBy(() -> publish("1.0"))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("somebody@else");

    assertThat(given.trigger(cell).sequence()).isEqualTo(1);
    assertThat(Objects.requireNonNull(given.trigger(cell).author()).by())
        .isEqualTo("somebody@else");
  }

  @Test
  void invariant2OfTwoPublishersOfOneVersionTheWinnersSnapshotIsUsed() {
    given.justBefore(
        request(Request.Kind.PUT, MARK),
        () -> {
          var plan = new PublishRequest(cell, new Version("1.0"), false, null);
          var _ = new Publisher(given.other()).publish(plan, PublishListener.NONE);
        });

    // the winner swapped the trigger too, so this one is told
    assertThatThrownBy(() -> publish("1.0")).isInstanceOf(Refusal.Conflict.class);

    SnapshotMark.Snapshot mark = given.snapshot(cell, "1.0");
    assertThat(Objects.requireNonNull(mark.author()).by()).isEqualTo("somebody@else");
    assertThat(publish("1.0")).isInstanceOf(Outcome.NothingToDo.class);
  }

  @Test
  void invariant2ALostMarkWithTheSameInputsIsTheWinnersAndThePublishGoesOn() {
    given.justBefore(
        request(Request.Kind.PUT, MARK),
        () -> {
          // another publisher commits, and dies before it swaps the trigger
          given.memory.plant(Keys.snapshot(cell, new Version("1.0")), winnersMark("1.0"));
        });

    assertThat(publish("1.0")).isInstanceOf(Outcome.Sent.class);
    assertThat(given.trigger(cell).version()).isEqualTo(new Version("1.0"));
  }

  // what a first publish by somebody else would have committed
  private byte[] winnersMark(String version) {
    TestFleet twin = new TestFleet(temp.resolve("twin"));
    twin.web();
    twin.sealed("1.0", Map.of("a.txt", "one", "b.txt", "two"));
    twin.cell("node-1/web");
    var _ = new Publisher(twin.other()).publish(wish(version), PublishListener.NONE);
    return Objects.requireNonNull(twin.memory.text(Keys.snapshot(cell, new Version(version))))
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void invariant7ALostAnswerOfTheTriggerIsSettledByReadingBack() {
    given.faulty.next(request(Request.Kind.PUT, TRIGGER), Fault.ANSWER_LOST);
    given.faulty.next(request(Request.Kind.PUT, MARK), Fault.ANSWER_LOST);

    Outcome outcome = publish("1.0");

    assertThat(outcome).isInstanceOf(Outcome.Sent.class);
    assertThat(given.trigger(cell).recent()).hasSize(1);
  }

  @Test
  void invariant7AnAnswerLostAndOvertakenIsDoneAllTheSame() {
    given.faulty.next(request(Request.Kind.PUT, TRIGGER), Fault.ANSWER_LOST);
    given.justBefore(
        r ->
            r.kind() == Request.Kind.PUT
                && r.key().endsWith(TRIGGER)
                && given.memory.text(r.key()) != null,
        () -> {
          var _ =
              new Publisher(given.other())
                  .publish(
                      new PublishRequest(cell, new Version("1.0"), true, null),
                      PublishListener.NONE);
        });

    Outcome outcome = publish("1.0");

    assertThat(outcome).isInstanceOf(Outcome.Sent.class);
    String id = ((Outcome.Sent) outcome).triggerId();
    assertThat(given.trigger(cell).recent()).hasSize(2).first().isEqualTo(id);
    assertThat(given.trigger(cell).id()).isNotEqualTo(id);
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
  void invariant1AnOverrideThatChangesWhileItIsCopiedDoesNotSpoilTheSnapshot() {
    Overrides overrides = new Overrides(given.other());
    RelativePath path = new RelativePath("b.txt");
    overrides.set(
        cell,
        path,
        given.folder(Map.of("b.txt", "first")).resolve("b.txt"),
        Overrides.Attributes.NONE,
        null);
    given.justBefore(
        request(Request.Kind.COPY, "b.txt"),
        () -> {
          var _ =
              overrides.set(
                  cell,
                  path,
                  given.folder(Map.of("b.txt", "second")).resolve("b.txt"),
                  Overrides.Attributes.NONE,
                  null);
        });

    publish("1.0");

    TreeEntry b = Objects.requireNonNull(given.snapshot(cell, "1.0").files().get(path));
    assertThat(given.memory.text(Objects.requireNonNull(b.key()))).isEqualTo("first");
    assertThat(b.sha256())
        .isEqualTo(Sha256.of("first".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
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
  void invariant4APublisherCommitsOverAnAbortedMarkByASwapFromTheOneItRead() {
    SnapshotMark aborted =
        new SnapshotMark.Aborted(
            new Version("1.0"), new Author("doctor", given.clock.instant(), null));
    given.memory.plant(Keys.snapshot(cell, new Version("1.0")), Json.write(aborted));

    publish("1.0");

    assertThat(given.mark(cell, "1.0")).isInstanceOf(SnapshotMark.Snapshot.class);
  }

  @Test
  void invariant4APublisherThatTheDoctorOvertookIsToldAndItsTriggerIsNotSwapped() {
    given.justBefore(
        request(Request.Kind.PUT, MARK),
        () ->
            given.memory.plant(
                Keys.snapshot(cell, new Version("1.0")),
                Json.write(
                    new SnapshotMark.Aborted(
                        new Version("1.0"), new Author("doctor", given.clock.instant(), null)))));

    assertThatThrownBy(() -> publish("1.0")).isInstanceOf(Refusal.Conflict.class);
    assertThat(given.memory.text(Keys.trigger(cell))).isNull();
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

  @Test
  void aStoreThatLosesAnswersAtRandomNeverLeavesATriggerWithoutItsSnapshot() {
    for (int seed = 0; seed < 10; seed++) {
      aServiceOnANode();
      given.faulty.randomly(seed, 0.2, Fault.ANSWER_LOST, Fault.UNREACHABLE, Fault.LANDS_LATE);
      try {
        publish("1.0");
      } catch (StoreException | Refusal e) {
        assertThat(e).as("seed " + seed).hasMessageNotContaining("null");
      }
      given.faulty.heal();
      given.faulty.landLateWrites();
      if (given.memory.text(Keys.trigger(cell)) != null) {
        SnapshotMark.Snapshot mark =
            given.snapshot(cell, Objects.requireNonNull(given.trigger(cell).version()).value());
        assertThat(given.memory.keys())
            .containsAll(mark.files().values().stream().map(TreeEntry::key).toList());
      }
    }
  }
}
