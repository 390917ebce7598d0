package io.fleetman.controller.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.doctor.Doctor;
import io.fleetman.controller.fleet.FleetGate;
import io.fleetman.controller.publish.Pruner.Pruning;
import io.fleetman.controller.publish.Versions.State;
import io.fleetman.controller.publish.Versions.VersionInfo;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.CellState;
import io.fleetman.document.Retention;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.Version;
import io.fleetman.store.FaultyObjectStore.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrunerTest {
  private static final Retention TWO = new Retention(2, 3);

  @TempDir Path temp = Path.of("");
  private TestFleet given = new TestFleet(temp);
  private Pruner pruner = new Pruner(given.fleet);
  private CellRef cell = CellRef.parse("node-1/web");

  @BeforeEach
  void sevenVersionsOfWhichTheFirstWasHealthyAndIsGoneBackTo() {
    given = new TestFleet(temp);
    pruner = new Pruner(given.fleet);
    given.web();
    cell = given.cell("node-1/web");
    for (int i = 1; i <= 7; i++) {
      given.sealed("v" + i, Map.of("a", "" + i));
      publish("v" + i);
      given.ends(cell, i == 1 ? CellState.RUNNING : CellState.FAILED, i == 1 ? "v1" : null);
      given.clock.advance(Duration.ofMinutes(1));
    }
  }

  private void publish(String version) {
    var _ =
        new Publisher(given.fleet)
            .publish(
                new PublishRequest(cell, new Version(version), false, null), PublishListener.NONE);
  }

  private List<String> committed() {
    return new Versions(given.fleet)
        .list(cell).stream()
            .filter(v -> v.state() == State.COMMITTED)
            .map(VersionInfo::version)
            .map(Version::value)
            .toList();
  }

  @Test
  void theNewestStayAndWhatTheCellStandsOnHoweverOld() {
    List<Pruning> plan = pruner.plan(TWO);
    assertThat(plan).singleElement().satisfies(p -> assertThat(p.histories()).hasSize(3));

    pruner.prune(plan);

    assertThat(committed()).as("v1 is what a rollback goes to").containsExactly("v7", "v6", "v1");
    assertThat(given.memory.keys().stream().filter(k -> k.startsWith(Keys.history(cell))))
        .as("the newest three, and the one that says that v1 was healthy")
        .hasSize(4);
    assertThat(pruner.plan(TWO)).as("again").isEmpty();
    given.memory.plant("agents/node-1.json", "{}");
    given.clock.advance(Duration.ofHours(1));
    assertThat(new Doctor(given.fleet).repair()).as("nothing is left behind").isEmpty();
  }

  @Test
  void aCellThatCannotBeReadKeepsAllAndTheOthersArePruned() {
    CellRef broken = given.cell("node-2/web");
    given.memory.plant(Keys.trigger(broken), "{");

    assertThat(pruner.plan(TWO)).extracting(Pruning::cell).containsExactly(cell);
  }

  @Test
  void whereAllIsKeptNothingIsRead() {
    given.faulty.always(r -> r.key().startsWith("cells/"), Fault.DENIED);

    assertThat(pruner.plan(Retention.ALL)).isEmpty();
  }

  @Test
  void invariant3WhatIsPublishedBetweenThePlanAndTheDeedStays() {
    List<Pruning> plan = pruner.plan(TWO);
    publish("v3");
    assertThat(pruner.prune(plan)).anyMatch(s -> s.startsWith("version v3 of node-1/web stays: "));
    assertThat(committed()).contains("v3");
  }

  @Test
  void thePolicyIsInTheFleetsDocumentAndAllIsKeptWithoutOne() {
    var _ = FleetGate.init(given.fleet.documents(), given.clock, "me", Map.of());
    assertThat(pruner.plan(pruner.policy())).isEmpty();
    pruner.remember(TWO);
    assertThat(pruner.policy()).isEqualTo(TWO);
    assertThatThrownBy(() -> new Retention(0, null)).hasMessageContaining("keeps nothing");
  }

  @Test
  void invariant3ATriggerDoesNotGrowWithEveryVersionThatWasEverDeletedAndNoNameComesBack() {
    Versions versions = new Versions(given.fleet);
    for (int i = 0; i < Versions.RETIRED + 3; i++) {
      String version = "old" + i;
      given.sealed(version, Map.of("a", version));
      publish(version);
      publish("v7");
      versions.delete(cell, new Version(version), null);
    }
    assertThat(given.trigger(cell).retired()).hasSizeLessThan(Versions.RETIRED);
    publish("old0");
    assertThat(given.trigger(cell).version()).isEqualTo(new Version("old0+1"));
  }
}
