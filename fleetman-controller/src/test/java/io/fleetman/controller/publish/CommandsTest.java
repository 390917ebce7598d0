package io.fleetman.controller.publish;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.cell.CellSelector;
import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.publish.Versions.State;
import io.fleetman.controller.publish.Versions.VersionInfo;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellState;
import io.fleetman.document.Desired;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.Request;
import io.fleetman.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  @TempDir Path temp = Path.of("");
  private TestFleet given = new TestFleet(temp);
  private Commands commands = new Commands(given.fleet);
  private Versions versions = new Versions(given.fleet);
  private CellRef cell = CellRef.parse("node-1/web");

  @BeforeEach
  void aRunningService() {
    given = new TestFleet(temp);
    commands = new Commands(given.fleet);
    versions = new Versions(given.fleet);
    given.web();
    cell = given.cell("node-1/web");
    for (String version : List.of("1.0", "2.0")) {
      given.sealed(version, Map.of("a", version));
      publish(version);
      given.ends(cell, CellState.RUNNING, version);
      given.clock.advance(Duration.ofMinutes(1));
    }
  }

  private void publish(String version) {
    var _ =
        new Publisher(given.fleet)
            .publish(
                new PublishRequest(cell, new Version(version), false, null), PublishListener.NONE);
  }

  @Test
  void rollbackGoesToTheLastVersionThatWasHealthyBefore() {
    given.sealed("3.0", Map.of("a", "broken"));
    publish("3.0");
    given.ends(cell, CellState.FAILED, null);
    given.clock.advance(Duration.ofMinutes(1));

    assertThat(commands.rollback(cell, null, null)).isInstanceOf(Outcome.Sent.class);
    assertThat(given.trigger(cell).version()).isEqualTo(new Version("2.0"));
    given.ends(cell, CellState.RUNNING, "2.0");
    given.clock.advance(Duration.ofMinutes(1));
    commands.rollback(cell, null, null);
    assertThat(given.trigger(cell).version())
        .as("never to 3.0, which was not healthy")
        .isEqualTo(new Version("1.0"));
  }

  @Test
  void aNodeThatWentBackByItselfIsNotRestartedByARollbackUnlessTheVersionIsNamed() {
    given.sealed("3.0", Map.of("a", "broken"));
    publish("3.0");
    given.ends(cell, CellState.ROLLED_BACK, "2.0");
    TriggerDocument before = given.trigger(cell);

    assertThat(commands.rollback(cell, null, null))
        .isEqualTo(
            new Outcome.There(
                cell,
                "cell node-1/web went back to 2.0 by itself and is there;"
                    + " --to 2.0 deploys that anew",
                new Version("2.0")));
    assertThat(given.trigger(cell)).isEqualTo(before);

    assertThat(commands.rollback(cell, new Version("2.0"), null)).isInstanceOf(Outcome.Sent.class);
  }

  @Test
  void rollbackToAVersionThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> commands.rollback(cell, new Version("9"), null))
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessageContaining("there is no version 9 on node-1/web");
    assertThat(commands.rollback(cell, new Version("2.0"), null))
        .isInstanceOf(Outcome.NothingToDo.class);
  }

  @Test
  void whatIsNoHistoryAndWhatCannotBeReadDoesNotKeepARollbackFromWorking() {
    given.memory.plant(Keys.history(cell) + "notes.txt", "by hand");
    given.memory.plant(Keys.history(cell, "broken"), "{\"state\": ");

    assertThat(commands.rollback(cell, null, null)).isInstanceOf(Outcome.Sent.class);
    assertThat(given.trigger(cell).version()).isEqualTo(new Version("1.0"));
  }

  @Test
  void aCellThatWasNeverPublishedIsRemovedWithoutItsNode() {
    CellRef fresh = given.cell("node-2/web");

    assertThat(commands.remove(fresh, null))
        .isEqualTo(
            new Outcome.There(
                fresh, "cell node-2/web was never published: only its name is freed", null));
    assertThat(new Cells(given.fleet).list()).extracting(CellDocument::ref).containsExactly(cell);
  }

  @Test
  void invariant9RestartKeepsTheDeployThatWasTried() {
    TriggerDocument before = given.trigger(cell);
    commands.restart(cell, null);
    TriggerDocument after = given.trigger(cell);
    assertThat(after.deployId()).isEqualTo(before.deployId());
    assertThat(after.restartId()).isEqualTo(after.id());
    assertThat(after.sequence()).isEqualTo(3);
  }

  @Test
  void whatFailedOnItsNodeMayBeSaidAgain() {
    TriggerDocument before = given.trigger(cell);
    commands.stop(cell, null);
    given.ends(cell, CellState.FAILED, "2.0");

    assertThat(commands.stop(cell, null)).isInstanceOf(Outcome.Sent.class);
    assertThat(commands.stop(cell, null)).isInstanceOf(Outcome.NothingToDo.class);
    commands.start(cell, null);
    given.ends(cell, CellState.FAILED, "2.0");
    assertThat(commands.start(cell, null)).isInstanceOf(Outcome.Sent.class);
    assertThat(given.trigger(cell).deployId()).isEqualTo(before.deployId());
    commands.remove(cell, null);
    given.ends(cell, CellState.FAILED, "2.0");
    assertThat(commands.remove(cell, null)).isInstanceOf(Outcome.Sent.class);
    assertThat(given.trigger(cell).desired()).isEqualTo(Desired.REMOVED);
  }

  @Test
  void stopAndStartKeepVersionAndDeploy() {
    TriggerDocument before = given.trigger(cell);
    commands.stop(cell, null);
    assertThat(given.trigger(cell).desired()).isEqualTo(Desired.STOPPED);
    assertThat(commands.stop(cell, null)).isInstanceOf(Outcome.NothingToDo.class);
    assertThatThrownBy(() -> commands.restart(cell, null)).hasMessageContaining("is stopped");
    commands.start(cell, null);
    TriggerDocument after = given.trigger(cell);
    assertThat(after.desired()).isEqualTo(Desired.RUNNING);
    assertThat(after.version()).isEqualTo(before.version());
    assertThat(after.deployId()).isEqualTo(before.deployId());
    assertThat(commands.start(cell, null)).isInstanceOf(Outcome.NothingToDo.class);
  }

  @Test
  void invariant8RemoveAndMakeAgainUnderTheSameNameGoesOnCounting() {
    commands.remove(cell, null);
    TriggerDocument removed = given.trigger(cell);
    assertThat(removed.desired()).isEqualTo(Desired.REMOVED);
    assertThat(removed.version()).isNull();
    assertThatThrownBy(() -> commands.restart(cell, null))
        .hasMessageContaining("nothing is published");
    assertThatThrownBy(() -> publish("1.0")).isInstanceOf(Refusal.NotFound.class);

    given.cell("node-1/web");
    publish("1.0");

    TriggerDocument again = given.trigger(cell);
    assertThat(again.sequence()).isEqualTo(4);
    assertThat(again.cellUid()).isNotEqualTo(removed.cellUid());
    assertThat(again.recent()).contains(removed.id());
  }

  @Test
  void aRemoveThatStoppedHalfWayIsFoundAndFinishedByTheNext() {
    given.faulty.always(request(Request.Kind.PUT, "trigger.json"), Fault.DENIED);
    assertThatThrownBy(() -> commands.remove(cell, null))
        .isInstanceOf(StoreException.AccessDenied.class);
    assertThat(given.trigger(cell).desired()).isEqualTo(Desired.RUNNING);
    given.faulty.heal();
    assertThat(leaving()).containsExactly(cell);

    assertThat(commands.remove(cell, null)).isInstanceOf(Outcome.Sent.class);

    assertThat(given.trigger(cell).desired()).isEqualTo(Desired.REMOVED);
    assertThat(new Cells(given.fleet).list()).isEmpty();
  }

  @Test
  void whatIsToldToGoIsFoundByRemoveUntilItsNodeSaysThatItIsGone() {
    commands.remove(cell, null);
    assertThat(leaving()).containsExactly(cell);
    given.ends(cell, CellState.FAILED, "2.0");
    assertThat(leaving()).as("to be removed again").containsExactly(cell);
    given.ends(cell, CellState.REMOVED, null);
    assertThatThrownBy(this::leaving).isInstanceOf(Refusal.NotFound.class);
  }

  private List<CellRef> leaving() {
    return new Cells(given.fleet)
        .select(CellSelector.parse(List.of(), "web", List.of()), Cells.Which.ALSO_LEAVING).stream()
            .map(CellDocument::ref)
            .toList();
  }

  @Test
  void aPublishIsNeverLeftOnACellThatIsGone() {
    given.sealed("3.0", Map.of("a", "3"));
    // the publisher has read cell and trigger when the cell is removed
    given.justBefore(
        request(Request.Kind.PUT, "3.0/manifest.json"),
        () -> {
          var _ = new Commands(given.other()).remove(cell, null);
        });
    assertThatThrownBy(() -> publish("3.0")).isInstanceOf(Refusal.Conflict.class);
    assertThat(given.trigger(cell).desired()).isEqualTo(Desired.REMOVED);
    assertThat(new Cells(given.fleet).list()).isEmpty();
  }

  @Test
  void invariant7ARemoveThatAPublishOvertakesIsToldAndTheCellStays() {
    given.sealed("3.0", Map.of("a", "3"));
    Cells cells = new Cells(given.fleet);
    // the publisher read the cell before it was said to go, and is as quick as can be
    given.justBefore(
        request(Request.Kind.PUT, "cell.json"),
        () -> {
          var _ =
              new Publisher(given.other())
                  .publish(
                      new PublishRequest(cell, new Version("3.0"), false, null),
                      PublishListener.NONE);
        });

    assertThatThrownBy(() -> commands.remove(cell, null)).isInstanceOf(Refusal.Conflict.class);

    assertThat(given.trigger(cell).version()).isEqualTo(new Version("3.0"));
    assertThat(cells.get(cell).removed()).isFalse();
  }

  @Test
  void invariant7ACommandThatLostTheRaceIsToldNotRebased() {
    given.justBefore(
        request(Request.Kind.PUT, "trigger.json"),
        () -> {
          var _ = new Commands(given.other()).restart(cell, null);
        });
    assertThatThrownBy(() -> commands.stop(cell, null)).isInstanceOf(Refusal.Conflict.class);
    assertThat(given.trigger(cell).desired()).isEqualTo(Desired.RUNNING);
  }

  @Test
  void invariant7TheTriggerRemembersTheLast32Commands() {
    for (int i = 0; i < 40; i++) {
      commands.restart(cell, null);
    }
    TriggerDocument trigger = given.trigger(cell);
    assertThat(trigger.recent()).hasSize(TriggerDocument.RECENT).endsWith(trigger.id());
  }

  @Test
  void filesOnlyCannotBeRestarted() {
    var status = Keys.status(cell);
    String text = java.util.Objects.requireNonNull(given.memory.text(status));
    given.memory.plant(status, text.replace("\"systemd\"", "\"deploy\""));
    assertThatThrownBy(() -> commands.restart(cell, null))
        .hasMessageContaining("is files only, nothing runs");
  }

  @Test
  void invariant3DeletingAVersionRetiresItFirstThenTheMarkThenTheKeys() {
    given.memory.forgetRequests();
    versions.delete(cell, new Version("1.0"), "old");

    List<Request> writes = given.memory.requests().stream().filter(r -> r.kind().writes()).toList();
    assertThat(writes.get(0).key()).endsWith("trigger.json");
    assertThat(writes.get(1).key()).endsWith("1.0/manifest.json");
    assertThat(writes.get(2).kind()).isEqualTo(Request.Kind.DELETE_MANY);
    assertThat(given.trigger(cell).retired()).containsExactly(new Version("1.0"));
    assertThat(given.mark(cell, "1.0")).isInstanceOf(SnapshotMark.Deleted.class);
    assertThat(given.memory.keys().stream().filter(k -> k.contains("versions/1.0/")))
        .containsExactly("cells/node-1/web/versions/1.0/manifest.json");
  }

  @Test
  void invariant3ADeleteThatWasCutShortIsFinishedByTheNext() {
    given.faulty.always(r -> r.kind() == Request.Kind.DELETE_MANY, Fault.DENIED);
    assertThatThrownBy(() -> versions.delete(cell, new Version("1.0"), null))
        .isInstanceOf(StoreException.AccessDenied.class);
    given.faulty.heal();
    assertThat(given.memory.keys().stream().filter(k -> k.contains("versions/1.0/"))).hasSize(2);

    versions.delete(cell, new Version("1.0"), null);

    assertThat(given.memory.keys().stream().filter(k -> k.contains("versions/1.0/")))
        .containsExactly("cells/node-1/web/versions/1.0/manifest.json");
    assertThatThrownBy(() -> versions.delete(cell, new Version("1.0"), null))
        .as("nothing is left to delete")
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void invariant3ARetiredNameIsNeverUsedAgain() {
    versions.delete(cell, new Version("1.0"), null);
    publish("1.0");
    assertThat(given.trigger(cell).version()).isEqualTo(new Version("1.0+1"));
  }

  @Test
  void invariant3WhatTheTriggerNamesOrTheNodeRunsCannotBeDeleted() {
    assertThatThrownBy(() -> versions.delete(cell, new Version("2.0"), null))
        .hasMessageContaining("is what node-1/web is told to be");
    given.sealed("3.0", Map.of("a", "broken"));
    publish("3.0");
    given.ends(cell, CellState.ROLLED_BACK, "2.0");
    assertThatThrownBy(() -> versions.delete(cell, new Version("2.0"), null))
        .hasMessageContaining("is what runs on node-1/web");
  }

  @Test
  void invariant3ADeleteAndAPublishOfTheSameVersionNeverBothWin() {
    given.justBefore(
        request(Request.Kind.PUT, "trigger.json"),
        () -> new Versions(given.other()).delete(cell, new Version("1.0"), null));
    assertThatThrownBy(() -> commands.rollback(cell, new Version("1.0"), null))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(given.trigger(cell).version()).isEqualTo(new Version("2.0"));
    assertThat(given.mark(cell, "1.0")).isInstanceOf(SnapshotMark.Deleted.class);
  }

  @Test
  void retiringIsNoCommandToTheNode() {
    TriggerDocument before = given.trigger(cell);
    versions.delete(cell, new Version("1.0"), null);
    TriggerDocument after = given.trigger(cell);
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.sequence()).isEqualTo(before.sequence());
    assertThat(after.deployId()).isEqualTo(before.deployId());
  }

  @Test
  void aVersionOfACellThatWasNeverPublishedToCanBeDeletedToo() {
    CellRef other = CellRef.parse("node-2/web");
    var _ = new Cells(given.fleet).map(other, new ManifestId("web"), new TreeMap<>(), null);
    given.faulty.always(request(Request.Kind.PUT, "trigger.json"), Fault.DENIED);
    assertThatThrownBy(
            () ->
                new Publisher(given.fleet)
                    .publish(
                        new PublishRequest(other, new Version("1.0"), false, null),
                        PublishListener.NONE))
        .isInstanceOf(StoreException.class);
    given.faulty.heal();

    versions.delete(other, new Version("1.0"), null);

    assertThat(given.trigger(other).retired()).containsExactly(new Version("1.0"));
    assertThat(given.mark(other, "1.0")).isInstanceOf(SnapshotMark.Deleted.class);
  }

  @Test
  void invariant11VersionsAreListedByTheStoresClockWhateverTheirWritersSay() {
    given.sealed("3.0", Map.of("a.txt", "three"));
    given.clock.advance(Duration.ofMinutes(1));
    OpenFleet slow =
        new OpenFleet(
            new DocumentStore(given.memory),
            () -> given.clock.instant().minus(Duration.ofHours(9)),
            "a clock@nine hours behind");
    new Publisher(slow)
        .publish(new PublishRequest(cell, new Version("3.0"), false, null), PublishListener.NONE);

    assertThat(versions.list(cell))
        .extracting(v -> v.version().value())
        .containsExactly("3.0", "2.0", "1.0");
  }

  @Test
  void versionsAreListedWithWhatStandsAtTheirMarks() {
    given.memory.plant("cells/node-1/web/versions/0.9/attempt/a", "half made");
    given.memory.plant("cells/node-1/web/versions/0.8/manifest.json", "{");
    versions.delete(cell, new Version("1.0"), null);

    assertThat(versions.list(cell))
        .extracting(VersionInfo::version, VersionInfo::state)
        .contains(
            org.assertj.core.groups.Tuple.tuple(new Version("2.0"), State.COMMITTED),
            org.assertj.core.groups.Tuple.tuple(new Version("1.0"), State.DELETED),
            org.assertj.core.groups.Tuple.tuple(new Version("0.9"), State.UNFINISHED),
            org.assertj.core.groups.Tuple.tuple(new Version("0.8"), State.UNREADABLE));
    assertThat(versions.list(cell).stream().filter(VersionInfo::running))
        .singleElement()
        .satisfies(v -> assertThat(v.version()).isEqualTo(new Version("2.0")));
  }
}
