package io.fleetman.agent.work;

import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.reconcile.Command;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.Profile;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statuses and history, one from the other. Pure. */
final class Statuses {
  /** How a command ended. */
  record End(
      CellState state,
      @Nullable Version running,
      @Nullable String reason,
      List<String> logTail,
      Outcome.Fetched fetched) {}

  private static final int LONGEST_ID = 63;

  private Statuses() {}

  /**
   * The status with another state.
   *
   * @throws IllegalStateException if the table of states does not know the transition
   */
  static CellStatus to(CellStatus status, CellState state, @Nullable String reason, Instant now) {
    if (!status.state().mayBecome(state)) {
      throw new IllegalStateException(
          "a cell cannot go from " + status.state() + " to " + state + " (" + reason + ")");
    }
    return new CellStatus(
        status.node(),
        status.cell(),
        status.cellUid(),
        status.manifest(),
        status.profile(),
        status.sequence(),
        status.triggerId(),
        status.deployId(),
        status.restartId(),
        state,
        status.version(),
        status.running(),
        reason,
        List.of(),
        status.startedAt(),
        state == status.state() ? status.changedAt() : now);
  }

  /**
   * What a history's entry says of a trigger's own command, or of an earlier one with the same
   * deployment: that deployment was tried then, and the trigger is not handled yet.
   */
  static CellStatus of(CellRef ref, TriggerDocument trigger, HistoryDocument history) {
    boolean handled = history.triggerId().equals(trigger.id());
    long sequence = trigger.sequence() == null ? 1 : trigger.sequence();
    return new CellStatus(
        ref.node(),
        ref.cell(),
        trigger.cellUid(),
        null,
        null,
        handled ? sequence : sequence - 1,
        history.triggerId(),
        trigger.deployId(),
        handled ? trigger.restartId() : null,
        history.state(),
        history.version(),
        history.running(),
        history.reason(),
        history.logTail(),
        history.startedAt(),
        history.endedAt());
  }

  /** The status at the end of a command. */
  static CellStatus ended(CellStatus status, End end, Instant now) {
    CellStatus there = to(status, end.state(), end.reason(), now);
    return new CellStatus(
        there.node(),
        there.cell(),
        there.cellUid(),
        there.manifest(),
        there.profile(),
        there.sequence(),
        there.triggerId(),
        there.deployId(),
        there.restartId(),
        there.state(),
        there.version(),
        end.running(),
        end.reason(),
        end.logTail(),
        there.startedAt(),
        now);
  }

  // The same body may be written twice by hand; an id of full length has no room for a number.
  private static String numbered(String id, long sequence) {
    String number = "-" + sequence;
    return id.substring(0, Math.min(id.length(), LONGEST_ID - number.length())) + number;
  }

  /** What came of a command, for its history. */
  static HistoryDocument history(
      CellStatus status,
      Command command,
      @Nullable Version from,
      End end,
      Instant now,
      @Nullable TriggerDocument trigger) {
    boolean byHand = trigger != null && trigger.sequence() == null;
    String id = command == Command.DEPLOY ? status.deployId() : status.triggerId();
    return new HistoryDocument(
        byHand ? numbered(id, status.sequence()) : id,
        status.triggerId(),
        command.word(),
        end.state(),
        status.version(),
        from,
        end.running(),
        end.reason(),
        end.logTail(),
        end.fetched().files(),
        end.fetched().bytes(),
        status.startedAt(),
        now,
        trigger == null ? null : trigger.author());
  }

  /** What came of a command that a later one overtook. */
  static HistoryDocument overtaken(
      CellStatus last, Command unfinished, @Nullable Version running, String by, Instant now) {
    End end =
        new End(
            CellState.SUPERSEDED,
            running,
            "command " + by + " overtook it",
            List.of(),
            Outcome.Fetched.NONE);
    return history(last, unfinished, last.running(), end, now, null);
  }

  /** How an outcome ends a command. {@code kept}: nothing was touched, and what ran still runs. */
  static End end(Command command, boolean start, Profile profile, Outcome outcome, boolean kept) {
    CellState up = profile == Profile.DEPLOY ? CellState.DEPLOYED : CellState.RUNNING;
    return switch (outcome) {
      case Outcome.Done done ->
          new End(
              switch (command) {
                case DEPLOY -> start ? up : CellState.STOPPED;
                case RESTART, START -> up;
                case STOP -> CellState.STOPPED;
                case REMOVE -> CellState.REMOVED;
              },
              done.running(),
              done.note(),
              List.of(),
              done.fetched());
      case Outcome.RolledBack back ->
          new End(CellState.ROLLED_BACK, back.to(), back.reason(), back.logTail(), back.fetched());
      case Outcome.Failed failed ->
          new End(
              command == Command.DEPLOY && kept ? CellState.ROLLED_BACK : CellState.FAILED,
              failed.running(),
              failed.reason(),
              failed.logTail(),
              failed.fetched());
      case Outcome.Refused refused ->
          new End(
              CellState.REJECTED,
              refused.running(),
              refused.reason(),
              List.of(),
              Outcome.Fetched.NONE);
      case Outcome.Cancelled cancelled ->
          new End(
              CellState.SUPERSEDED,
              cancelled.running(),
              "a newer command overtook it",
              List.of(),
              Outcome.Fetched.NONE);
    };
  }
}
