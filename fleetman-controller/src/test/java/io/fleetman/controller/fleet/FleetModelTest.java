package io.fleetman.controller.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.codec.Json;
import io.fleetman.controller.fleet.FleetModel.Known;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.Author;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.DriftPolicy;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.document.Profile;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.Request.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetModelTest {
  private static final Duration FULL = Duration.ofMinutes(5);
  private static final CellRef CELL = CellRef.parse("node-00001/c1");
  private static final NodeId NODE = new NodeId("node-00001");

  @TempDir Path folder;
  TestFleet given;
  FleetModel model;

  @BeforeEach
  void aFleet() {
    given = new TestFleet(folder);
    model = new FleetModel(given.fleet, FULL);
  }

  @Test
  @DisplayName("a refresh costs LIST pages and changed documents, however many nodes there are")
  void aRefreshCostsPagesAndChangedDocuments() {
    int nodes = Boolean.getBoolean("fleetman.exhaustive") ? 10_000 : 1_000;
    plant(nodes, 3);
    assertThat(model.refresh()).isTrue();
    FleetView view = Objects.requireNonNull(model.now().view());
    assertThat(view.nodes()).hasSize(nodes);
    assertThat(view.cells()).hasSize(3 * nodes);
    given.clock.advance(Duration.ofSeconds(10));

    given.memory.forgetRequests();
    assertThat(model.refresh()).isTrue();
    int pages = 3 * nodes / 1000; // heartbeats, reports, doorbells
    assertThat(given.memory.count()).as("nothing changed").isEqualTo(pages);

    beat(7, 3, CellState.RUNNING);
    beat(8, 3, CellState.RUNNING);
    given.memory.forgetRequests();
    assertThat(model.refresh()).isTrue();
    assertThat(given.memory.count(Kind.GET)).as("two heartbeats").isEqualTo(2);
    assertThat(given.memory.count()).isEqualTo(pages + 2);

    says(CellRef.parse("node-00009/c2"), CellState.FAILED);
    report(9, "changed");
    given.memory.forgetRequests();
    assertThat(model.refresh()).isTrue();
    assertThat(given.memory.count(Kind.GET)).as("report and status").isEqualTo(2);
    assertThat(given.memory.count(Kind.LIST)).as("its node's cells").isEqualTo(pages + 1 + 3);
    assertThat(given.memory.count()).isEqualTo(pages + 1 + 3 + 2);
    assertThat(cell("node-00009/c2").state()).isEqualTo(CellState.FAILED);
  }

  @Test
  void whatAnotherControllerWantsIsSeenByTheDoorbellWithinOneRefresh() {
    plant(3, 1);
    assertThat(model.refresh()).isTrue();
    long before = model.now().sequence();

    wants(CELL, "2.0");
    given.memory.plant(Keys.doorbell(NODE), "another ring");
    assertThat(model.refresh()).isTrue();

    assertThat(cell(CELL.toString()).desiredVersion()).isEqualTo(new Version("2.0"));
    assertThat(model.since(before))
        .containsExactly(new FleetChange(before + 1, Set.of(), Set.of(CELL)));
  }

  @Test
  @DisplayName("invariant 18: a trigger that was written by hand is noticed without a doorbell")
  void invariant18ATriggerByHandIsNoticedByTheFullScan() {
    plant(3, 1);
    assertThat(model.refresh()).isTrue();

    wants(CELL, "2.0");
    assertThat(model.refresh()).isTrue();
    assertThat(cell(CELL.toString()).desiredVersion()).isEqualTo(new Version("1.0"));
    given.clock.advance(FULL);
    assertThat(model.refresh()).isTrue();

    assertThat(cell(CELL.toString()).desiredVersion()).isEqualTo(new Version("2.0"));
  }

  @Test
  void aCellsOwnProgressIsSeenByItsNodesHeartbeat() {
    plant(3, 1);
    assertThat(model.refresh()).isTrue();

    says(CELL, CellState.ACTIVATING);
    beat(1, 1, CellState.ACTIVATING);
    assertThat(model.refresh()).isTrue();

    assertThat(cell(CELL.toString()).state()).isEqualTo(CellState.ACTIVATING);
  }

  @Test
  void ownWritesAreVisibleAtOnce() {
    plant(3, 1);
    assertThat(model.refresh()).isTrue();
    wants(CELL, "2.0");
    given.memory.forgetRequests();

    model.wrote(List.of(CELL));

    assertThat(cell(CELL.toString()).desiredVersion()).isEqualTo(new Version("2.0"));
    assertThat(given.memory.count()).isEqualTo(3);
    assertThat(given.memory.count(Kind.CONDITIONAL_GET)).isEqualTo(3);
  }

  @Test
  void aStoreThatFailsLeavesWhatIsKnownWithItsAgeAndTheReason() {
    plant(3, 1);
    assertThat(model.now().view()).isNull();
    assertThat(model.refresh()).isTrue();
    FleetView known = Objects.requireNonNull(model.now().view());
    given.faulty.always(r -> r.kind() == Kind.LIST, Fault.UNREACHABLE);
    given.clock.advance(Duration.ofSeconds(42));

    assertThat(model.refresh()).isFalse();

    Known now = model.now();
    assertThat(now.view()).isSameAs(known);
    assertThat(now.age()).isEqualTo(Duration.ofSeconds(42));
    assertThat(now.problem()).contains("no answer");
    given.faulty.heal();
    assertThat(model.refresh()).isTrue();
    assertThat(model.now().age()).isZero();
    assertThat(model.now().problem()).isNull();
  }

  @Test
  @DisplayName("invariant 18: what a failed refresh did not reach is reached by the next")
  void invariant18WhatAFailedRefreshDidNotReachIsReachedByTheNext() {
    plant(3, 1);
    assertThat(model.refresh()).isTrue();
    long before = model.now().sequence();
    wants(CELL, "2.0");
    given.memory.plant(Keys.doorbell(NODE), "another ring");
    report(2, "changed");
    given.faulty.next(
        r -> r.kind() == Kind.LIST && r.key().equals(Keys.cellFolder(CELL)), Fault.UNREACHABLE);

    assertThat(model.refresh()).isFalse();
    assertThat(model.refresh()).isTrue();

    assertThat(cell(CELL.toString()).desiredVersion()).isEqualTo(new Version("2.0"));
    assertThat(model.since(before))
        .containsExactly(
            new FleetChange(before + 1, Set.of(new NodeId("node-00002")), Set.of(CELL)));
  }

  @Test
  void aNodeThatGoesSilentIsAChangeAndSoIsOneThatIsForgotten() {
    plant(2, 1);
    assertThat(model.refresh()).isTrue();
    long before = model.now().sequence();
    given.clock.advance(Duration.ofMinutes(20));
    beat(0, 1, CellState.RUNNING);

    assertThat(model.refresh()).isTrue();
    assertThat(model.since(before))
        .containsExactly(new FleetChange(before + 1, Set.of(NODE), Set.of()));

    new Nodes(new OpenFleet(new DocumentStore(given.memory), given.clock, "me")).delete(NODE);
    assertThat(model.refresh()).isTrue();
    assertThat(Objects.requireNonNull(model.now().view()).node(NODE).orElseThrow().presence())
        .isEqualTo(Presence.UNKNOWN);
    assertThat(model.since(before)).hasSize(2);
  }

  @Test
  void aFeedThatForgotSaysSo() {
    ChangeFeed feed = new ChangeFeed();
    assertThat(feed.since(0)).isEmpty();
    assertThat(feed.since(1)).isNull();
    for (int i = 0; i < 100_001; i++) {
      var _ = feed.add(Set.of(NODE), Set.of());
    }
    assertThat(feed.since(0)).isNull();
    assertThat(feed.since(100_000)).hasSize(1);
    assertThat(feed.since(100_001)).isEmpty();
    assertThat(feed.since(100_002)).isNull();
  }

  private CellView cell(String ref) {
    return Objects.requireNonNull(model.now().view()).cell(CellRef.parse(ref)).orElseThrow();
  }

  private void plant(int nodes, int cells) {
    for (int n = 0; n < nodes; n++) {
      beat(n, cells, CellState.RUNNING);
      report(n, "");
      given.memory.plant(Keys.doorbell(node(n)), "ring");
      for (int c = 1; c <= cells; c++) {
        CellRef ref = new CellRef(node(n), new CellId("c" + c));
        given.memory.plant(
            Keys.cell(ref),
            Json.write(
                new CellDocument(
                    ref.node(),
                    ref.cell(),
                    "uid",
                    web(),
                    new TreeMap<>(),
                    DriftPolicy.REPORT,
                    false,
                    author())));
        wants(ref, "1.0");
        says(ref, CellState.RUNNING);
      }
    }
  }

  private void beat(int n, int cells, CellState state) {
    TreeMap<CellId, CellState> words = new TreeMap<>();
    for (int c = 1; c <= cells; c++) {
      words.put(new CellId("c" + c), state);
    }
    given.memory.plant(
        Keys.heartbeat(node(n)),
        Json.write(
            new Heartbeat(
                node(n),
                "i" + given.clock.instant(),
                cells,
                "1",
                1,
                60,
                5,
                null,
                null,
                null,
                null,
                null,
                words,
                null,
                null)));
  }

  private void report(int n, String problem) {
    given.memory.plant(
        Keys.report(node(n)),
        Json.write(
            new NodeReport(
                node(n),
                "1",
                "host",
                "os",
                "amd64",
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                problem.isEmpty() ? List.of() : List.of(problem))));
  }

  private void wants(CellRef ref, String version) {
    given.memory.plant(
        Keys.trigger(ref),
        Json.write(
            new TriggerDocument(
                1L,
                "t-" + version,
                "uid",
                Desired.RUNNING,
                new Version(version),
                "d-" + version,
                null,
                List.of(),
                List.of(),
                author())));
  }

  private void says(CellRef ref, CellState state) {
    given.memory.plant(
        Keys.status(ref),
        Json.write(
            new CellStatus(
                ref.node(),
                ref.cell(),
                "uid",
                web(),
                Profile.SYSTEMD,
                1,
                "t-1.0",
                "d-1.0",
                null,
                state,
                new Version("1.0"),
                new Version("1.0"),
                null,
                List.of(),
                given.clock.instant(),
                given.clock.instant())));
  }

  private Author author() {
    return new Author("me@here", given.clock.instant(), null);
  }

  private static ManifestId web() {
    return new ManifestId("web");
  }

  private static NodeId node(int n) {
    return new NodeId("node-%05d".formatted(n));
  }
}
