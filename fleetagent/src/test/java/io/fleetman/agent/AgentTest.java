package io.fleetman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.Author;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.Keys;
import io.fleetman.layout.Version;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the agent makes of what stands in the bucket. */
class AgentTest extends InAWorld {
  @Test
  void aPublishedVersionRuns() throws Exception {
    world.published("web", "1.2").deploys("web", "1.2").polls();

    world.running("web", "1.2");
    HistoryDocument history =
        Objects.requireNonNull(world.history("web", world.latest().deployId()));
    assertThat(history.state()).isEqualTo(CellState.RUNNING);
    assertThat(history.command()).isEqualTo("deploy");
    assertThat(history.from()).isNull();
  }

  @Test
  void filesOnlyAreDeployed() throws Exception {
    world.filesOnly().published("docs", "1").deploys("docs", "1").polls();

    world.ends("docs", CellState.DEPLOYED);
  }

  @Test
  void aCellIsStoppedStartedRestartedAndRemoved() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");

    world.stops("web").polls().ends("web", CellState.STOPPED);
    world.startsCell("web").polls().running("web", "1");
    world.restarts("web").polls().running("web", "1");
    world.removes("web").polls().ends("web", CellState.REMOVED);

    assertThat(world.host.done)
        .containsExactly("deploy web 1", "stop web", "start web 1", "restart web 1", "remove web");
    assertThat(world.host.active("web")).isNull();
  }

  @Test
  void aFailedVersionIsRolledBackAndSaidSo() throws Exception {
    CellStatus status = rolledBack();

    assertThat(status.running()).hasToString("1");
    assertThat(status.version()).hasToString("2");
    assertThat(status.reason()).isEqualTo("it never listened on port 8080");
    assertThat(status.logTail()).containsExactly("last words");
  }

  @Test
  void invariant9_aRestartAfterARollbackRestartsWhatRuns() throws Exception {
    rolledBack();

    world.restarts("web").polls().running("web", "1");

    assertThat(world.host.done).containsExactly("deploy web 1", "deploy web 2", "restart web 1");
  }

  @Test
  void invariant8_anotherUidIsTakenDownFirst() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");

    world.recreated().published("web", "9").deploys("web", "9").polls().running("web", "9");

    assertThat(world.host.done).containsExactly("deploy web 1", "remove web", "deploy web 9");
    assertThat(Objects.requireNonNull(world.status("web")).cellUid()).isEqualTo("uid-1x");
  }

  @Test
  void invariant8_anOlderTriggerIsRejectedAndTheRightOneHealsIt() throws Exception {
    world.published("web", "1").published("web", "2");
    world.deploys("web", "1").polls().running("web", "1");
    TriggerDocument old = world.latest();
    world.deploys("web", "2").polls().running("web", "2");
    TriggerDocument right = world.latest();

    world.last = old;
    world.puts("web", old).polls();

    CellStatus rejected = world.ends("web", CellState.REJECTED);
    assertThat(rejected.reason()).contains("is not newer than 2");
    assertThat(rejected.running()).hasToString("2");
    assertThat(world.host.active("web")).isEqualTo("2");
    world.last = right;
    world.puts("web", right).polls().running("web", "2");
    world.nothingMoreThan("deploy web 1", "deploy web 2");
  }

  @Test
  void invariant3_aVersionThatIsNotCommittedIsRejectedUntilItIs() throws Exception {
    world.deploys("web", "1").polls();
    assertThat(world.ends("web", CellState.REJECTED).reason()).contains("was never published");

    world.published("web", "1").rings().polls();

    World.eventually(
        () -> Objects.requireNonNull(world.status("web")).state() == CellState.RUNNING,
        () -> "the version that is there now");
    world.running("web", "1");
  }

  @Test
  void invariant3_aDeletedVersionIsRejected() throws Exception {
    world.mark(
        "web",
        "1",
        new SnapshotMark.Deleted(new Version("1"), new Author("me", Instant.EPOCH, null)));

    world.deploys("web", "1").polls();

    assertThat(world.ends("web", CellState.REJECTED).reason()).contains("was deleted");
  }

  @Test
  void invariant12_anUnknownKindIsRejectedAndNoCrash() throws Exception {
    world.store.plant(
        Keys.snapshot(World.ref("web"), new Version("1")), "{\"kind\": \"hologram\"}");

    world.deploys("web", "1").polls();

    assertThat(world.ends("web", CellState.REJECTED).reason()).contains("unknown kind 'hologram'");
  }

  @Test
  void invariant12_aTriggerThatIsNoJsonIsRejectedAndWhatRunsRunsOn() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");

    world.byHand("web", "{\"version\": ").polls();

    World.eventually(
        () -> Objects.requireNonNull(world.status("web")).state() == CellState.REJECTED,
        () -> "the rejection");
    world.nothingMoreThan("deploy web 1");
  }

  @Test
  void invariant8_aTriggerWrittenByHandIsTheNextCommand() throws Exception {
    world.published("web", "1").published("web", "2");
    world.deploys("web", "1").polls().running("web", "1");

    world.byHand("web", "{\"version\": \"2\"}").polls();
    World.eventually(() -> "2".equals(world.host.active("web")), () -> "version 2");
    world.byHand("web", "{\"version\": \"1\"}").polls();
    World.eventually(() -> "1".equals(world.host.active("web")), () -> "version 1");
    world.byHand("web", "{\"version\": \"2\"}").polls();
    World.eventually(
        () ->
            Objects.requireNonNull(world.status("web")).sequence() == 4
                && Objects.requireNonNull(world.status("web")).state() == CellState.RUNNING,
        () -> "version 2 again");

    assertThat(world.host.done).hasSize(4);
  }

  @Test
  void aNewerTriggerOvertakesTheOneThatIsWorkedOn() throws Exception {
    world.host.holds("1");
    world.published("web", "1").published("web", "2");
    world.deploys("web", "1").polls();
    world.host.awaitHeld("1");
    String overtaken = world.latest().deployId();

    world.deploys("web", "2").polls().running("web", "2");

    HistoryDocument history = Objects.requireNonNull(world.history("web", overtaken));
    assertThat(history.state()).isEqualTo(CellState.SUPERSEDED);
    assertThat(history.reason()).contains(world.latest().id());
  }

  @Test
  void oneCellThatTakesAnHourHoldsUpNoOther() throws Exception {
    world.host.holds("slow");
    world.published("web", "slow").published("other", "1");
    world.deploys("web", "slow").polls();
    world.host.awaitHeld("slow");

    world.deploys("other", "1").polls().running("other", "1");

    assertThat(Objects.requireNonNull(world.status("web")).state()).isEqualTo(CellState.CHECKING);
  }

  @Test
  void invariant10_aServiceManagerThatDoesNotAnswerEndsACommandWithItsReason() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.host.cannotBeAsked("supervisord does not answer");

    world.restarts("web").polls();
    assertThat(world.ends("web", CellState.FAILED).reason()).contains("does not answer");
    world.stops("web").polls();
    assertThat(world.ends("web", CellState.FAILED).reason()).contains("does not answer");
    world.removes("web").polls();
    assertThat(world.ends("web", CellState.FAILED).reason()).contains("does not answer");
    world.nothingMoreThan("deploy web 1");

    world.host.cannotBeAsked(null);
    world.startsCell("web").polls().running("web", "1");
  }

  @Test
  void aServiceManagerThatDoesNotAnswerIsAProblemOfItsNode() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.host.cannotBeAsked("supervisord does not answer");

    world.looks();
    assertThat(world.report().problems())
        .singleElement()
        .asString()
        .matches("since .* UTC: cell web: supervisord does not answer");
    world.host.cannotBeAsked(null);
    world.looks();

    assertThat(world.report().problems()).isEmpty();
    world.nothingMoreThan("deploy web 1");
  }

  @Test
  void aServiceManagerThatIsStartedAnewDelaysACommandOnly() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.host.cannotBeAsked("no bus");
    world.restarts("web").polls();
    World.eventually(
        () -> {
          String reason = Objects.requireNonNull(world.status("web")).reason();
          return reason != null && reason.contains("no bus");
        },
        () -> "the reason in the status");

    world.host.cannotBeAsked(null);

    world.running("web", "1");
    world.nothingMoreThan("deploy web 1", "restart web 1");
  }

  @Test
  void aServiceThatDiedByItselfIsReported() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");

    world.host.dies("web");
    world.looks();

    CellReport report = world.report().cells().getFirst();
    assertThat(report.state()).isEqualTo(CellState.FAILED);
    assertThat(report.health()).isEqualTo("failed");
    assertThat(report.reason()).contains("does not run any more");
    assertThat(world.cells.states()).containsEntry(new CellId("web"), CellState.FAILED);
  }

  @Test
  void aCellThatIsNotOnTheNodeAnyMoreIsNotSaidToRun() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");

    world.host.vanishes("web");
    world.looks();

    CellReport report = world.report().cells().getFirst();
    assertThat(report.state()).isEqualTo(CellState.FAILED);
    assertThat(report.running()).isNull();
    assertThat(report.reason()).contains("nothing of it is on the node any more");
    assertThat(world.cells.states()).containsEntry(new CellId("web"), CellState.FAILED);
    assertThat(world.host.done).as("it is said, and nothing is done").hasSize(1);
  }

  @Test
  void removingWhatWasNeverThereIsDoneAtOnce() throws Exception {
    world.trigger("web", Desired.REMOVED, null, World.id(), World.id(), null).polls();

    world.ends("web", CellState.REMOVED);
    world.nothingMoreThan();
  }

  @Test
  void aFaultOfTheAgentItselfIsNotTriedForEver() throws Exception {
    world.published("web", "1").published("web", "2").deploys("web", "1").polls();
    world.running("web", "1");
    world.host.confuses("2");

    world.deploys("web", "2").polls();

    assertThat(world.ends("web", CellState.FAILED).reason())
        .contains("a fault of the agent itself, 5 times", "nobody thought of this");
    assertThat(world.host.done).filteredOn("deploy web 2"::equals).hasSize(5);
    assertThat(world.history("web", world.latest().deployId())).isNotNull();
    world.published("web", "3").deploys("web", "3").polls();
    world.running("web", "3");
  }

  /** Version 1 runs again, because 2 failed. */
  private CellStatus rolledBack() throws InterruptedException {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.host.breaks("2", "it never listened on port 8080");
    world.published("web", "2").deploys("web", "2").polls();
    return world.ends("web", CellState.ROLLED_BACK);
  }
}
