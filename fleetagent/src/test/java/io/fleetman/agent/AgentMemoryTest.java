package io.fleetman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.document.Heartbeat;
import io.fleetman.layout.Keys;
import io.fleetman.store.FaultyObjectStore.Fault;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What an agent does that was killed, or lost what it remembered, or was replaced. */
class AgentMemoryTest extends InAWorld {
  @Test
  void invariant16_whatWasHandledIsNotHandledAgainAfterARestart() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.settle();

    world.dies().starts().polls();

    world.nothingMoreThan("deploy web 1");
  }

  @Test
  void invariant16_aLostJournalIsRebuiltAndNothingIsRedeployed() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.settle();
    world.dies();
    world.loses();

    world.starts().polls();

    world.nothingMoreThan("deploy web 1");
    assertThat(Objects.requireNonNull(world.status("web")).state()).isEqualTo(CellState.RUNNING);
  }

  @Test
  void invariant16_withoutAJournalNothingIsDoneBeforeTheOwnStatusAnswered() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.restarts("web").polls().running("web", "1");
    world.settle();
    world.dies();
    world.loses();
    world.line.always(r -> r.key().endsWith("status.json"), Fault.UNREACHABLE);

    world.starts().polls();
    World.eventually(() -> !world.problems.all().isEmpty(), () -> "that it has to wait");
    world.nothingMoreThan("deploy web 1", "restart web 1");
    assertThat(world.problems.all()).singleElement().asString().contains("has to wait");
    world.line.heal();

    World.eventually(() -> world.problems.all().isEmpty(), () -> "the status");
    world.nothingMoreThan("deploy web 1", "restart web 1");
  }

  @Test
  void invariant16_withNodeKeysTheListingSaysWhetherThereIsAStatus() throws Exception {
    world.withNodeKeys().published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.restarts("web").polls().running("web", "1");
    world.settle();
    world.dies();
    world.loses();
    world.line.always(r -> r.key().endsWith("status.json"), Fault.DENIED);

    world.starts().polls();
    World.eventually(() -> !world.problems.all().isEmpty(), () -> "that it has to wait");
    world.nothingMoreThan("deploy web 1", "restart web 1");
    assertThat(world.problems.all()).singleElement().asString().contains("has to wait");
    world.line.heal();

    World.eventually(() -> world.problems.all().isEmpty(), () -> "the status");
    world.nothingMoreThan("deploy web 1", "restart web 1");
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
  void invariant16_withJournalAndStatusLostTheHostIsAdopted() throws Exception {
    world.published("web", "1").deploys("web", "1").polls().running("web", "1");
    world.settle();
    world.dies();
    world.loses();
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
            null,
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
    world.settle();
    world.dies().starts().polls();

    assertThat(world.duty.mayAct()).isTrue();
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
