package io.fleetman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.Author;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.Keys;
import io.fleetman.layout.Version;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the agent makes of what stands in the bucket. */
class AgentTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void begin() {
    world = new World(folder.resolve("state"));
  }

  @AfterEach
  void end() throws Exception {
    world.dies();
  }

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
  void aDeletedVersionIsRejected() throws Exception {
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
  void aTriggerThatIsNoJsonIsRejectedAndWhatRunsRunsOn() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");

    world.byHand("web", "{\"version\": ").polls();

    World.eventually(
        () -> Objects.requireNonNull(world.status("web")).state() == CellState.REJECTED,
        () -> "the rejection");
    world.nothingMoreThan("deploy web 1");
  }

  @Test
  void aTriggerWrittenByHandIsTheNextCommand() throws Exception {
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
  void invariant18_anIdlePollIsOneRequest() throws Exception {
    for (int i = 0; i < 10; i++) {
      world.published("c" + i, "1").deploys("c" + i, "1");
    }
    world.polls();
    World.eventually(() -> world.host.done.size() == 10, () -> "ten cells");
    world.running("c9", "1");
    settle();

    List<Request> requests = world.requests(() -> world.polls().polls());

    assertThat(requests)
        .containsExactly(
            new Request(Request.Kind.CONDITIONAL_GET, "doorbells/n1"),
            new Request(Request.Kind.CONDITIONAL_GET, "doorbells/n1"));
  }

  @Test
  void aTriggerEditedWithoutARingIsNoticedByTheNextFullScan() throws Exception {
    world.published("web", "1").published("web", "2");
    world.deploys("web", "1").polls().running("web", "1");
    settle();
    world.store.plant(Keys.trigger(World.ref("web")), "{\"version\": \"2\"}");

    world.polls();
    world.nothingMoreThan("deploy web 1");
    world.later(Duration.ofMinutes(6)).polls();

    World.eventually(() -> "2".equals(world.host.active("web")), () -> "version 2");
  }

  @Test
  void theDoorbellIsRememberedOnlyAfterTheScanSucceeded() throws Exception {
    world.published("web", "1").polls();
    world.deploys("web", "1");
    world.line.next(r -> r.kind() == Request.Kind.LIST, Fault.UNREACHABLE);

    world.polls();
    assertThat(world.problems.all()).singleElement().asString().contains("cannot be asked");
    world.polls().running("web", "1");

    assertThat(world.problems.all()).isEmpty();
  }

  @Test
  void moreCellsThanAPageAreAllSeen() throws Exception {
    world.store.pageSize(3);
    for (int i = 0; i < 8; i++) {
      world.published("c" + i, "1").deploys("c" + i, "1");
    }

    world.polls();

    World.eventually(() -> world.host.done.size() == 8, () -> "eight cells");
    for (int i = 0; i < 8; i++) {
      String cell = "c" + i; // else it would still write when its folder is deleted
      World.eventually(
          () -> Optional.ofNullable(world.status(cell)).filter(s -> s.state().isEnd()).isPresent(),
          () -> "the end of " + cell);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"UNREACHABLE", "DENIED", "NO_BUCKET"})
  void invariant14_aStoreThatFailsChangesNothing(Fault fault) throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    settle();
    world.published("web", "2").deploys("web", "2");

    world.line.always(r -> true, fault);
    for (int i = 0; i < 5; i++) {
      world.later(Duration.ofMinutes(6)).polls();
    }
    world.nothingMoreThan("deploy web 1");
    assertThat(world.problems.all()).isNotEmpty();
    world.line.heal();

    world.polls().running("web", "2");
  }

  @Test
  void invariant14_aTriggerThatIsGoneMeansNothing() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");

    world.store.delete(Keys.trigger(World.ref("web")));
    world.rings().polls().later(Duration.ofMinutes(6)).polls();

    world.nothingMoreThan("deploy web 1");
    assertThat(world.problems.all()).singleElement().asString().contains("is left as it is");
  }

  @Test
  void oneTriggerThatFailsHoldsUpNoOther() throws Exception {
    world.published("bad", "1").published("good", "1");
    world.deploys("bad", "1").deploys("good", "1");
    world.line.always(r -> r.key().equals("cells/n1/bad/trigger.json"), Fault.DENIED);

    world.polls().running("good", "1");

    assertThat(world.host.done).containsExactly("deploy good 1");
    assertThat(world.problems.all()).isNotEmpty();
  }

  @Test
  void aStoreOutageDuringADeployDoesNotStopIt() throws Exception {
    CountDownLatch latch = world.host.holds("1");
    world.published("web", "1").deploys("web", "1").polls();
    world.host.awaitHeld("1");

    world.line.always(r -> true, Fault.UNREACHABLE);
    latch.countDown();
    World.eventually(
        () -> world.cells.states().get(new CellId("web")) == CellState.RUNNING,
        () -> "the deploy to go on");
    CellStatus told = world.status("web");
    assertThat(told == null || told.state() != CellState.RUNNING).isTrue();
    world.line.heal();

    world.running("web", "1");
    assertThat(world.history("web", world.latest().deployId())).isNotNull();
  }

  @Test
  void aFetchThatTheStoreDoesNotAnswerIsTriedAgain() throws Exception {
    world.host.storeAway("1", 3);

    world.published("web", "1").deploys("web", "1").polls().running("web", "1");

    world.nothingMoreThan("deploy web 1");
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
  void invariant16_whatWasHandledIsNotHandledAgainAfterARestart() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    settle();

    world.dies().starts().polls();

    world.nothingMoreThan("deploy web 1");
  }

  @Test
  void invariant16_aLostJournalIsRebuiltAndNothingIsRedeployed() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    settle();
    world.dies();
    loseJournal();

    world.starts().polls();

    world.nothingMoreThan("deploy web 1");
    assertThat(Objects.requireNonNull(world.status("web")).state()).isEqualTo(CellState.RUNNING);
  }

  @Test
  void invariant16_withoutAJournalNothingIsDoneBeforeTheOwnStatusAnswered() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.restarts("web").polls().running("web", "1");
    settle();
    world.dies();
    loseJournal();
    world.line.always(r -> r.key().endsWith("status.json"), Fault.UNREACHABLE);

    world.starts().polls();
    world.nothingMoreThan("deploy web 1", "restart web 1");
    assertThat(world.problems.all()).singleElement().asString().contains("has to wait");
    world.line.heal();

    World.eventually(() -> world.problems.all().isEmpty(), () -> "the status");
    world.nothingMoreThan("deploy web 1", "restart web 1");
  }

  @Test
  void invariant14_keysThatMayListTheirOwnCellsOnlyAreEnough() throws Exception {
    world.withNodeKeys();
    world.store.plant(Keys.cell(World.ref("planned")), "{}"); // a cell without a trigger

    world.polls().looks();
    assertThat(world.problems.all()).isEmpty();
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.deploys("web", "2").polls();
    assertThat(world.ends("web", CellState.REJECTED).reason()).contains("was never published");
    world.beats().looks();

    assertThat(world.problems.all()).isEmpty();
    assertThat(world.report().cells()).hasSize(1);
    assertThat(world.history("web", world.latest().deployId())).isNull();
  }

  @Test
  void invariant18_aDoorbellThatNobodyRangIsOneRequestForNodeKeysToo() throws Exception {
    world.withNodeKeys().polls();

    assertThat(world.requests(() -> world.polls())).hasSize(1);
  }

  @Test
  void invariant16_withNodeKeysTheListingSaysWhetherThereIsAStatus() throws Exception {
    world.withNodeKeys().published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.restarts("web").polls().running("web", "1");
    settle();
    world.dies();
    loseJournal();
    world.line.always(r -> r.key().endsWith("status.json"), Fault.DENIED);

    world.starts().polls();
    world.nothingMoreThan("deploy web 1", "restart web 1");
    assertThat(world.problems.all()).singleElement().asString().contains("has to wait");
    world.line.heal();

    World.eventually(() -> world.problems.all().isEmpty(), () -> "the status");
    world.nothingMoreThan("deploy web 1", "restart web 1");
  }

  @Test
  void invariant14_keysThatWereTakenAwayAreSaidThoughTheDoorbellAnswersAsIfItWereNotThere()
      throws Exception {
    world.withNodeKeys().published("web", "1").deploys("web", "1").polls().running("web", "1");
    settle();

    world.line.always(r -> true, Fault.DENIED);
    world.polls();
    assertThat(world.problems.all()).anyMatch(p -> p.contains("cannot be asked for work"));
    world.line.heal();
    world.polls();

    assertThat(world.problems.all()).noneMatch(p -> p.contains("cannot be asked for work"));
    world.nothingMoreThan("deploy web 1");
  }

  @Test
  void invariant6_aHeartbeatThatWasDeletedIsCreatedAnew() throws Exception {
    world.withNodeKeys().polls();
    world.store.delete(Keys.heartbeat(World.NODE));

    world.beats();

    assertThat(world.documents.read(Keys.heartbeat(World.NODE), Heartbeat.class).found())
        .isPresent();
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
  void invariant16_withJournalAndStatusLostTheHostIsAdopted() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    settle();
    world.dies();
    loseJournal();
    world.store.delete(Keys.status(World.ref("web")));

    world.starts().polls().running("web", "1");

    world.nothingMoreThan("deploy web 1");
  }

  @Test
  void invariant15_anAgentKilledInADeployGoesOnWithIt() throws Exception {
    CountDownLatch latch = world.host.holds("1");
    world.published("web", "1").deploys("web", "1").polls();
    world.host.awaitHeld("1");
    world.dies();
    latch.countDown();

    world.starts().polls().running("web", "1");

    assertThat(world.host.done).containsExactly("deploy web 1", "deploy web 1");
  }

  @Test
  void invariant17_anAgentThatFindsAnotherIncarnationStopsActing() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    Heartbeat other =
        new Heartbeat(
            World.NODE,
            "another",
            1,
            "test",
            1,
            30,
            5,
            null,
            null,
            null,
            null,
            null,
            new java.util.TreeMap<>(),
            null);
    world.somebodyWrites(Keys.heartbeat(World.NODE), other);

    world.beats();
    world.published("web", "2").deploys("web", "2").polls();

    assertThat(world.duty.stoodDown()).contains("another agent runs with node id 'n1'");
    world.nothingMoreThan("deploy web 1");
    assertThat(
            world
                .documents
                .read(Keys.heartbeat(World.NODE), Heartbeat.class)
                .found()
                .orElseThrow()
                .incarnation())
        .isEqualTo("another");
  }

  @Test
  void invariant17_aStartTakesOverWhateverHeartbeatStandsThere() throws Exception {
    world.store.plant(Keys.heartbeat(World.NODE), "no JSON at all");

    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    settle();
    world.dies().starts().polls();

    assertThat(world.duty.mayAct()).isTrue();
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
  void theReportIsWrittenOnlyWhenItChanges() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.looks();
    settle();

    List<Request> requests = world.requests(() -> world.looks().looks());

    assertThat(requests).isEmpty();
  }

  @Test
  void removingWhatWasNeverThereIsDoneAtOnce() throws Exception {
    world.trigger("web", Desired.REMOVED, null, World.id(), World.id(), null).polls();

    world.ends("web", CellState.REMOVED);
    world.nothingMoreThan();
  }

  /** Version 1 runs again, because 2 failed. */
  private CellStatus rolledBack() throws InterruptedException {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.host.breaks("2", "it never listened on port 8080");
    world.published("web", "2").deploys("web", "2").polls();
    return world.ends("web", CellState.ROLLED_BACK);
  }

  /** Waits until the agent has said everything that it has to say. */
  private void settle() throws InterruptedException {
    int quiet = 0;
    for (int seen = -1; quiet < 3; ) {
      Thread.sleep(25);
      int now = world.store.requests().size();
      quiet = now == seen ? quiet + 1 : 0;
      seen = now;
    }
  }

  private void loseJournal() throws IOException {
    try (var files = Files.walk(folder.resolve("state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void invariant23_onAStoreThatIgnoresConditionsTheAgentSaysSoAndDoesNothing() throws Exception {
    world.onALawlessStore(false).published("web", "1").deploys("web", "1").beats().polls().beats();

    world.nothingMoreThan();
    Heartbeat heartbeat =
        world.documents.read(Keys.heartbeat(World.NODE), Heartbeat.class).found().orElseThrow();
    assertThat(heartbeat.problem())
        .contains("the store lacks refusal of a stale swap and create-only, so n1 does nothing");

    world.onALawlessStore(true).polls();
    world.running("web", "1");
    assertThat(world.problems.all()).isEmpty();
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

  @Test
  void invariant16_withoutAJournalAndWithAGarbledStatusTheHistoryTellsWhatWasHandled()
      throws Exception {
    world.published("web", "1").deploys("web", "1").polls();
    world.running("web", "1");
    world.published("web", "2").deploys("web", "2");
    world.host.breaks("2", "it died");
    world.polls().ends("web", CellState.ROLLED_BACK);
    World.eventually(
        () -> world.history("web", world.latest().deployId()) != null, () -> "the history");
    int done = world.host.done.size();

    world.dies().loses();
    world.store.plant(Keys.status(World.ref("web")), "{ half a");
    world.starts().polls();
    World.eventually(
        () ->
            String.valueOf(world.store.text(Keys.status(World.ref("web")))).contains("ROLLED_BACK"),
        () -> "a status that can be read");

    assertThat(world.ends("web", CellState.ROLLED_BACK).running()).hasToString("1");
    assertThat(world.host.done).as("what was tried is not tried again").hasSize(done);
  }
}
