package io.fleetman.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.Profile;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one action that follows from trigger, memory and host. */
class PlannerTest {
  private static final OnHost NOTHING = new OnHost.Nothing();

  /**
   * The table. Memory: the state of the last command, {@code t1} with deploy {@code d1} of version
   * 1. Host: {@code -} nothing, {@code 1} version 1 runs, {@code 1x} it is installed and dead.
   */
  @ParameterizedTest(name = "[{index}] {0} trigger {1} {2} deploy {3} restart {4} on {5} -> {6}")
  @CsvSource({
    // last state, id, desired, deploy, restart, host, action
    "-,           t1, RUNNING, d1, , -,  Deploy", // a first deploy
    "-,           t1, RUNNING, d1, , 1,  Adopt", // all memory lost, and the host is right
    "-,           t1, RUNNING, d1, , 1x, Start", // the same, but for its service
    "-,           t1, STOPPED, d1, , 1x, Adopt",
    "-,           t1, STOPPED, d1, , 1,  Stop",
    "-,           t1, STOPPED, d1, , -,  Deploy",
    "-,           t1, REMOVED, d1, , -,  Adopt",
    "-,           t1, REMOVED, d1, , 1,  Remove",
    "RUNNING,     t1, RUNNING, d1, , 1,  Nothing", // handled
    "RUNNING,     t1, RUNNING, d1, , 1x, Nothing", // what died by itself is the host's to start
    "FAILED,      t1, RUNNING, d1, , -,  Nothing", // invariant 9
    "ROLLED_BACK, t1, RUNNING, d1, , 1,  Nothing",
    "REMOVED,     t1, REMOVED, d1, , -,  Nothing",
    "RUNNING,     t2, RUNNING, d2, , 1,  Deploy", // another deploy
    "STOPPED,     t2, RUNNING, d2, , 1x, Deploy",
    "REMOVED,     t2, RUNNING, d2, , -,  Deploy",
    "RUNNING,     t2, RUNNING, d1, r1, 1, Restart",
    "ROLLED_BACK, t2, RUNNING, d1, r1, 1, Restart", // invariant 9: what runs, not what failed
    "FAILED,      t2, RUNNING, d1, r1, 1x, Restart",
    "FAILED,      t2, RUNNING, d1, r1, -, Reject", // nothing there to restart
    "RUNNING,     t2, STOPPED, d1, , 1,  Stop",
    "STOPPED,     t2, RUNNING, d1, , 1x, Start",
    "RUNNING,     t2, RUNNING, d1, , 1,  Adopt", // as it is already
    "RUNNING,     t2, REMOVED, d1, , 1,  Remove",
    "FETCHING,    t1, RUNNING, d1, , -,  Deploy", // killed in the middle
    "CHECKING,    t1, RUNNING, d1, , 1,  Deploy",
    "CHECKING,    t2, RUNNING, d2, , 1,  Deploy", // killed, and overtaken since
    "PENDING,     t1, REMOVED, d1, , 1,  Remove",
    "REJECTED,    t1, RUNNING, d2, , -,  Deploy", // not tried then; perhaps it can be now
    "REJECTED,    t1, RUNNING, d1, , -,  Nothing" // the node refused it
  })
  void table(
      String last,
      String id,
      Desired desired,
      String deploy,
      @Nullable String restart,
      String host,
      String action) {
    Handled handled = last.equals("-") ? null : new Handled(status(CellState.valueOf(last)), null);
    TriggerDocument trigger =
        trigger(
            id.equals("t1") ? 1L : 2L,
            id,
            desired,
            desired == Desired.REMOVED ? null : "1",
            deploy,
            restart,
            "u");

    Action planned = Planner.plan(trigger, handled, host(host));

    assertThat(planned.getClass().getSimpleName()).as(planned.reason()).isEqualTo(action);
    assertThat(planned.reason()).isNotBlank();
  }

  @Test
  void invariant8_aLowerSequenceIsRejected() {
    TriggerDocument old = trigger(0L, "t0", Desired.RUNNING, "1", "d0", null, "u");

    assertThat(Planner.plan(old, handled(CellState.RUNNING), host("1")))
        .isEqualTo(
            new Action.Reject(
                true,
                "trigger 0 (t0) is not newer than 1 (t1), which was handled: give the command"
                    + " again"));
  }

  @Test
  void invariant8_theSameSequenceWithAnotherIdIsRejected() {
    TriggerDocument twin = trigger(1L, "t9", Desired.RUNNING, "1", "d9", null, "u");

    assertThat(Planner.plan(twin, handled(CellState.RUNNING), host("1")))
        .isInstanceOfSatisfying(Action.Reject.class, r -> assertThat(r.outOfOrder()).isTrue());
  }

  @Test
  void aTriggerWithoutASequenceIsTheNextOne() {
    TriggerDocument byHand = trigger(null, "hand-1", Desired.RUNNING, "1", "hand-1", null, null);

    assertThat(Planner.plan(byHand, handled(CellState.RUNNING), host("1")))
        .isInstanceOf(Action.Deploy.class);
    assertThat(Planner.sequence(byHand, status(CellState.RUNNING))).isEqualTo(2);
    assertThat(Planner.sequence(byHand, null)).isEqualTo(1);
  }

  @Test
  void invariant8_aReleaseOfAnotherCellGoesFirst() {
    TriggerDocument trigger = trigger(2L, "t2", Desired.RUNNING, "1", "d2", null, "v");

    assertThat(Planner.plan(trigger, handled(CellState.RUNNING), host("1")))
        .isInstanceOfSatisfying(Action.Deploy.class, d -> assertThat(d.takeDown()).isEqualTo("u"));
  }

  @Test
  void invariant9_aTriedDeployIsNotTriedWithAnotherVersion() {
    TriggerDocument trigger = trigger(2L, "t2", Desired.RUNNING, "2", "d1", null, "u");

    assertThat(Planner.plan(trigger, handled(CellState.RUNNING), host("1")).reason())
        .contains("was tried with version 1, not 2");
  }

  @Test
  void invariant3_aRetiredVersionIsRejected() {
    TriggerDocument trigger =
        new TriggerDocument(
            2L,
            "t2",
            "u",
            Desired.RUNNING,
            new Version("7"),
            "d2",
            null,
            List.of(new Version("7")),
            List.of(),
            null);

    assertThat(Planner.plan(trigger, null, NOTHING).reason()).contains("was deleted");
  }

  @Test
  void invariant9_anUnfinishedRestartIsFinishedAndNothingIsDeployed() {
    TriggerDocument trigger = trigger(1L, "t1", Desired.RUNNING, "1", "d1", null, "u");

    assertThat(
            Planner.plan(
                trigger, new Handled(status(CellState.CHECKING), Command.RESTART), host("1")))
        .isInstanceOf(Action.Restart.class);
  }

  @Test
  void anUntestedReleaseIsNotAdopted() {
    OnHost half = new OnHost.Installed("u", new Version("1"), "d1", Profile.SYSTEMD, false, true);

    assertThat(Planner.plan(trigger(1L, "t1", Desired.RUNNING, "1", "d1", null, "u"), null, half))
        .isInstanceOf(Action.Deploy.class);
  }

  private static OnHost host(String word) {
    return word.equals("-")
        ? NOTHING
        : new OnHost.Installed(
            "u", new Version("1"), "d1", Profile.SYSTEMD, true, !word.endsWith("x"));
  }

  private static Handled handled(CellState state) {
    return new Handled(status(state), null);
  }

  private static CellStatus status(CellState state) {
    return new CellStatus(
        new NodeId("n1"),
        new CellId("web"),
        "u",
        new ManifestId("app"),
        Profile.SYSTEMD,
        1,
        "t1",
        "d1",
        null,
        state,
        state == CellState.REMOVED ? null : new Version("1"),
        null,
        null,
        List.of(),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static TriggerDocument trigger(
      @Nullable Long sequence,
      String id,
      Desired desired,
      @Nullable String version,
      String deploy,
      @Nullable String restart,
      @Nullable String uid) {
    return new TriggerDocument(
        sequence,
        id,
        uid,
        desired,
        version == null ? null : new Version(version),
        deploy,
        restart,
        List.of(),
        List.of(),
        null);
  }
}
