package io.fleetman.controller.publish;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.Author;
import io.fleetman.document.Desired;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.Keys;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.Request;
import io.fleetman.store.StoreException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Publishers beside others, and on a store that loses answers. */
class PublisherRacesTest extends AServiceToPublish {
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
  void invariant3ACellThatIsRemovedDuringItsFirstPublishDoesNotRunForEver() {
    given.justBefore(
        request(Request.Kind.PUT, TRIGGER),
        () ->
            assertThat(new Commands(given.other()).remove(cell, null))
                .isInstanceOf(Outcome.There.class));

    assertThatThrownBy(() -> publish("1.0"))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("was removed at the same time");

    assertThat(given.trigger(cell).desired()).isEqualTo(Desired.REMOVED);
    assertThat(given.trigger(cell).sequence()).isEqualTo(2);
  }

  @Test
  void invariant3AFirstPublishDuringARemovalIsRemoved() {
    given.justBefore(
        request(Request.Kind.PUT, "cell.json"),
        () -> new Publisher(given.other()).publish(wish("1.0"), PublishListener.NONE));

    assertThat(new Commands(given.fleet).remove(cell, null)).isInstanceOf(Outcome.Sent.class);

    assertThat(given.trigger(cell).desired()).isEqualTo(Desired.REMOVED);
    assertThat(given.trigger(cell).sequence()).isEqualTo(2);
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
}
