package io.fleetman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Heartbeat;
import io.fleetman.layout.CellId;
import io.fleetman.layout.Keys;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.ForwardingObjectStore;
import io.fleetman.store.GetResult;
import io.fleetman.store.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the agent asks of the store, and what it does when that does not answer as it should. */
class AgentAndStoreTest extends InAWorld {
  @Test
  void invariant18_anIdlePollIsOneRequest() throws Exception {
    for (int i = 0; i < 10; i++) {
      world.published("c" + i, "1").deploys("c" + i, "1");
    }
    world.polls();
    World.eventually(() -> world.host.done.size() == 10, () -> "ten cells");
    world.running("c9", "1");
    world.settle();

    List<Request> requests = world.requests(() -> world.polls().polls());

    assertThat(requests)
        .containsExactly(
            new Request(Request.Kind.CONDITIONAL_GET, "doorbells/n1"),
            new Request(Request.Kind.CONDITIONAL_GET, "doorbells/n1"));
  }

  @Test
  void invariant18_aTriggerEditedWithoutARingIsNoticedByTheNextFullScan() throws Exception {
    world.published("web", "1").published("web", "2");
    world.deploys("web", "1").polls().running("web", "1");
    world.settle();
    world.store.plant(Keys.trigger(World.ref("web")), "{\"version\": \"2\"}");

    world.polls();
    world.nothingMoreThan("deploy web 1");
    world.later(Duration.ofMinutes(6)).polls();

    World.eventually(() -> "2".equals(world.host.active("web")), () -> "version 2");
  }

  @Test
  void invariant18_theDoorbellIsRememberedOnlyAfterTheScanSucceeded() throws Exception {
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
    world.settle();
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
  void invariant14_oneTriggerThatFailsHoldsUpNoOther() throws Exception {
    world.published("bad", "1").published("good", "1");
    world.deploys("bad", "1").deploys("good", "1");
    world.line.always(r -> r.key().equals("cells/n1/bad/trigger.json"), Fault.DENIED);

    world.polls().running("good", "1");

    assertThat(world.host.done).containsExactly("deploy good 1");
    assertThat(world.problems.all()).isNotEmpty();
  }

  @Test
  void invariant14_aStoreOutageDuringADeployDoesNotStopIt() throws Exception {
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
  void invariant14_keysThatWereTakenAwayAreSaidThoughTheDoorbellAnswersAsIfItWereNotThere()
      throws Exception {
    world.withNodeKeys().published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.settle();

    world.line.always(r -> true, Fault.DENIED);
    world.polls();
    assertThat(world.problems.all()).anyMatch(p -> p.contains("cannot be asked for work"));
    world.line.heal();
    world.polls();

    assertThat(world.problems.all()).noneMatch(p -> p.contains("cannot be asked for work"));
    world.nothingMoreThan("deploy web 1");
  }

  @Test
  void theReportIsWrittenOnlyWhenItChanges() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.looks();
    world.settle();

    List<Request> requests = world.requests(() -> world.looks().looks());

    assertThat(requests).isEmpty();
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
  void halfADocumentIsReadOnceMoreBeforeItCountsAsABrokenOne() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    world
        .reaches(
            store ->
                new ForwardingObjectStore(store) {
                  @Override
                  public GetResult get(String key) {
                    GetResult got = super.get(key);
                    return got instanceof GetResult.Found f
                            && key.endsWith("/manifest.json")
                            && asked.incrementAndGet() == 1
                        ? new GetResult.Found(
                            Arrays.copyOf(f.body(), f.body().length / 2),
                            f.etag(),
                            f.lastModified(),
                            f.storeNow())
                        : got;
                  }
                })
        .published("web", "1")
        .deploys("web", "1")
        .polls()
        .running("web", "1");

    assertThat(asked.get()).isEqualTo(2);
  }
}
