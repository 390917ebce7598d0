package io.fleetman.controller.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.Json;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Drift;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.NodeReport;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetTest {
  private static final NodeId NODE = new NodeId("node-1");

  @TempDir Path temp = Path.of("");
  private TestFleet given = new TestFleet(temp);
  private FleetReader reader = new FleetReader(given.fleet);
  private CellRef cell = CellRef.parse("node-1/web");

  @BeforeEach
  void aServiceOnANode() {
    given = new TestFleet(temp);
    reader = new FleetReader(given.fleet);
    given.web();
    given.sealed("1.0", Map.of("a", "1"));
    cell = given.cell("node-1/web");
  }

  private Outcome.Sent publish() {
    return (Outcome.Sent)
        new Publisher(given.fleet)
            .publish(
                new PublishRequest(cell, new Version("1.0"), true, "why"), PublishListener.NONE);
  }

  private void beats(long interval) {
    Heartbeat beat =
        new Heartbeat(
            NODE,
            "i",
            1,
            "1",
            1,
            interval,
            5,
            null,
            null,
            null,
            null,
            null,
            new TreeMap<>(),
            null,
            null);
    given.memory.plant(Keys.heartbeat(NODE), Json.write(beat));
  }

  @ParameterizedTest
  @CsvSource({"180, true", "-180, true", "2, false", "-3, false"})
  void howWrongANodesClockIsIsSeenByTheStoresAndChangesNothingElse(long seconds, boolean wrong) {
    Heartbeat beat =
        new Heartbeat(
            NODE,
            "i",
            1,
            "1",
            1,
            10,
            5,
            null,
            null,
            null,
            null,
            null,
            new TreeMap<>(),
            null,
            given.clock.instant().plusSeconds(seconds));
    given.memory.plant(Keys.heartbeat(NODE), Json.write(beat));
    given.clock.advance(Duration.ofSeconds(7));

    NodeView node = reader.read().node(NODE).orElseThrow();

    assertThat(node.clockOffset()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(node.isClockWrong()).isEqualTo(wrong);
    assertThat(node.silentFor()).isEqualTo(Duration.ofSeconds(7));
    assertThat(node.presence()).isEqualTo(Presence.ACTIVE);
  }

  private void reports(CellReport... cells) {
    NodeReport report =
        new NodeReport(
            NODE,
            "1",
            "host",
            "os",
            "amd64",
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(cells),
            List.of("disk is nearly full"));
    given.memory.plant(Keys.report(NODE), Json.write(report));
  }

  private static CellReport report(CellState state, @Nullable String reason) {
    return new CellReport(
        new CellId("web"),
        new ManifestId("web"),
        Profile.SYSTEMD,
        state,
        new Version("1.0"),
        new Version("1.0"),
        state == CellState.RUNNING ? "up" : "failed",
        1,
        List.of(new Drift("a", "content changed")),
        reason,
        List.of("a line"));
  }

  @ParameterizedTest
  @CsvSource({
    "60, 0, ACTIVE",
    "60, 180, ACTIVE",
    "60, 181, WARNING",
    "60, 600, WARNING",
    "60, 601, DEAD",
    "5, 180, ACTIVE",
    "300, 900, ACTIVE",
    "300, 901, WARNING",
    "300, 3001, DEAD",
  })
  void invariant11PresenceIsTheAgeByTheStoresClock(long interval, long age, Presence presence) {
    beats(interval);
    given.clock.advance(Duration.ofSeconds(age));
    NodeView node = reader.read().node(NODE).orElseThrow();
    assertThat(node.presence()).isEqualTo(presence);
    assertThat(node.silentFor()).isEqualTo(Duration.ofSeconds(age));
  }

  @Test
  void aCellIsShownFromWishToEnd() {
    assertThat(view().state()).isNull();
    assertThat(view().desiredVersion()).isNull();
    assertThat(view().node()).isEqualTo(Presence.UNKNOWN);

    publish();
    assertThat(view().pending()).isTrue();
    assertThat(view().desiredVersion()).isEqualTo(new Version("1.0"));

    beats(60);
    given.says(cell, CellState.RUNNING, "1.0");
    reports(report(CellState.RUNNING, null));
    CellView running = view();
    assertThat(running.pending()).isFalse();
    assertThat(running.state()).isEqualTo(CellState.RUNNING);
    assertThat(running.running()).isEqualTo(new Version("1.0"));
    assertThat(running.health()).isEqualTo("up");
    assertThat(running.drift()).hasSize(1);
    assertThat(running.node()).isEqualTo(Presence.ACTIVE);
    assertThat(running.needsAttention()).as("drift").isTrue();
    assertThat(reader.read().node(NODE).orElseThrow().problems())
        .containsExactly("disk is nearly full");

    reports(report(CellState.FAILED, "it died"));
    assertThat(view().state()).as("the host knows better").isEqualTo(CellState.FAILED);
    assertThat(view().reason()).isEqualTo("it died");
  }

  private CellView view() {
    return reader.read().cell(cell).orElseThrow();
  }

  @Test
  void aRemovedCellIsShownUntilItsNodeIsDone() {
    publish();
    given.says(cell, CellState.RUNNING, "1.0");
    var _ = new Commands(given.fleet).remove(cell, null);
    assertThat(view().removed()).isTrue();
    given.says(cell, CellState.REMOVED, null);
    assertThat(reader.read().cell(cell)).isEmpty();
  }

  @Test
  void invariant12WhatCannotBeReadIsShownAsSuchAndHidesNothingElse() {
    publish();
    given.memory.plant(Keys.status(cell), "{ not json");
    given.memory.plant(Keys.heartbeat(NODE), "[]");
    given.memory.plant("cells/node-1/web/stranger.tmp-1", "x");
    given.memory.plant("agents/Not A Node.json", "x");

    CellView shown = view();

    assertThat(shown.problems()).singleElement().asString().contains("status.json");
    assertThat(shown.desiredVersion()).isEqualTo(new Version("1.0"));
    assertThat(reader.read().node(NODE).orElseThrow().problems())
        .singleElement()
        .asString()
        .contains("agents/node-1.json");
  }

  @Test
  void aSecondReadingFetchesOnlyWhatChanged() {
    publish();
    beats(60);
    reports(report(CellState.RUNNING, null));
    given.says(cell, CellState.RUNNING, "1.0");
    var _ = reader.read();
    given.memory.forgetRequests();

    var _ = reader.read();
    assertThat(given.memory.count(Request.Kind.GET, Request.Kind.CONDITIONAL_GET)).isZero();

    given.clock.advance(Duration.ofSeconds(1));
    given.says(cell, CellState.FAILED, null);
    given.memory.forgetRequests();
    var _ = reader.read();
    assertThat(given.memory.count(Request.Kind.GET)).isEqualTo(1);
  }

  @Test
  void historyIsNewestFirst() {
    for (CellState state : List.of(CellState.RUNNING, CellState.FAILED, CellState.ROLLED_BACK)) {
      publish();
      given.ends(cell, state, "1.0");
      given.clock.advance(Duration.ofMinutes(1));
    }
    assertThat(reader.history(cell, 2))
        .extracting(HistoryDocument::state)
        .containsExactly(CellState.ROLLED_BACK, CellState.FAILED);
  }

  @Test
  void onlyADeadNodeIsForgotten() {
    beats(60);
    Nodes nodes = new Nodes(given.fleet);
    assertThatThrownBy(() -> nodes.delete(NODE)).hasMessageContaining("node-1 is active");
    given.clock.advance(Duration.ofHours(1));
    given.memory.forgetRequests();
    nodes.delete(NODE);
    assertThat(given.memory.count(Request.Kind.LIST)).as("of the rest nothing is read").isZero();
    assertThat(given.memory.count(Request.Kind.GET)).isEqualTo(2);
    assertThat(given.memory.keys()).doesNotContain("agents/node-1.json");
    assertThatThrownBy(() -> nodes.delete(new NodeId("node-9")))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void aFleetIsMadeOnceAndAnUnknownFormatIsRefused() {
    assertThatThrownBy(() -> FleetGate.open(given.fleet.documents(), given.clock, "me"))
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessageContaining("fleetman init");
    String id =
        FleetGate.init(given.fleet.documents(), given.clock, "me", Map.of("create", "yes"))
            .fleetId();
    assertThat(FleetGate.init(given.fleet.documents(), given.clock, "you", Map.of()).fleetId())
        .isEqualTo(id);
    assertThat(FleetGate.open(given.fleet.documents(), given.clock, "me").by()).isEqualTo("me");

    String text = java.util.Objects.requireNonNull(given.memory.text(Keys.FLEET));
    given.memory.plant(Keys.FLEET, text.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));
    assertThatThrownBy(() -> FleetGate.open(given.fleet.documents(), given.clock, "me"))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("format is 2");
  }

  // ---- following

  private final List<String> heard = new ArrayList<>();

  private final Follower.Listener listener =
      new Follower.Listener() {
        @Override
        public void changed(CellRef at, CellStatus status) {
          heard.add(status.state().name());
        }

        @Override
        public void waiting(
            CellRef at,
            Presence presence,
            @Nullable Duration silentFor,
            @Nullable Long pollSeconds) {
          heard.add("waiting " + presence + " " + pollSeconds);
        }

        @Override
        public void ended(Follower.Result result) {
          heard.add("ended");
        }
      };

  private Follower.Result follow(Outcome.Sent sent, Runnable... scenes) {
    Deque<Runnable> script = new ArrayDeque<>(List.of(scenes));
    Follower follower =
        new Follower(
            given.fleet,
            duration -> {
              given.clock.advance(duration);
              Runnable next = script.poll();
              if (next != null) {
                next.run();
              }
            });
    return follower
        .follow(
            List.of(new Follower.Followed(cell, sent.triggerId(), sent.sequence())),
            Duration.ofSeconds(30),
            listener)
        .getFirst();
  }

  @Test
  void aCommandIsFollowedToItsEnd() {
    Outcome.Sent first = publish();
    given.says(cell, CellState.RUNNING, "1.0");
    Outcome.Sent sent = publish();

    Follower.Result result =
        follow(
            sent,
            () -> given.says(cell, CellState.FETCHING, null),
            () -> given.says(cell, CellState.CHECKING, null),
            () -> given.says(cell, CellState.RUNNING, "1.0"));

    assertThat(first.triggerId()).isNotEqualTo(sent.triggerId());
    assertThat(heard).containsExactly("FETCHING", "CHECKING", "RUNNING", "ended");
    assertThat(result.succeeded()).isTrue();
  }

  @Test
  void aFailureIsAnEndWithItsReason() {
    Follower.Result result =
        follow(publish(), () -> given.says(cell, CellState.ROLLED_BACK, "1.0"));
    assertThat(result).isInstanceOf(Follower.Result.Ended.class);
    assertThat(result.succeeded()).isFalse();
    assertThat(((Follower.Result.Ended) result).status().reason()).isEqualTo("it said so");
  }

  @Test
  void aCommandThatWasOvertakenIsSaidToBe() {
    Follower.Result result =
        follow(
            publish(),
            () -> {
              var _ = new Commands(given.other()).restart(cell, null);
            });
    assertThat(result).isEqualTo(new Follower.Result.Superseded(cell, "somebody@else"));
  }

  @Test
  void whoeverIsSilentIsNamedWithSinceWhenAndWhatHappensNext() {
    beats(60);
    given.clock.advance(Duration.ofMinutes(20));
    Follower.Result result = follow(publish());
    assertThat(result).isInstanceOf(Follower.Result.TimedOut.class);
    assertThat(((Follower.Result.TimedOut) result).sentence())
        .contains("node-1 has been silent for 1230s")
        .contains("after 30s")
        .contains("follows it as soon as it is back");
    assertThat(heard).contains("waiting DEAD 5");
  }

  @Test
  void aNodeThatWasNeverHeardOfIsSaidToBe() {
    Follower.Result result = follow(publish());
    assertThat(((Follower.Result.TimedOut) result).sentence())
        .contains("node-1 has never been heard of");
  }

  @Test
  void aStoreThatFailsInPassingIsAskedAgain() {
    Outcome.Sent sent = publish();
    given.faulty.next(r -> r.key().endsWith("status.json"), Fault.UNREACHABLE);
    given.faulty.next(r -> r.key().endsWith("trigger.json"), Fault.UNREACHABLE);
    Follower.Result result =
        follow(sent, () -> {}, () -> given.says(cell, CellState.RUNNING, "1.0"));
    assertThat(result.succeeded()).isTrue();
  }
}
