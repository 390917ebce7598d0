package io.fleetman.agent.work;

import io.fleetman.agent.activate.HostCell;
import io.fleetman.agent.reconcile.Action;
import io.fleetman.agent.reconcile.Command;
import io.fleetman.agent.reconcile.Planner;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status with which a command begins, or is refused. Pure. */
final class Progress {
  private Progress() {}

  /** A command begins: PENDING, with its deployId noted as tried before anything is done. */
  static CellStatus begin(
      CellRef ref,
      @Nullable CellStatus last,
      TriggerDocument trigger,
      Command command,
      HostCell host,
      Instant now) {
    HostCell.Release there = host.current();
    boolean tries = command == Command.DEPLOY || last == null;
    return new CellStatus(
        ref.node(),
        ref.cell(),
        there != null ? there.cellUid() : trigger.cellUid(),
        there != null ? there.manifest() : last == null ? null : last.manifest(),
        there != null ? there.profile() : last == null ? null : last.profile(),
        Planner.sequence(trigger, last),
        trigger.id(),
        tries || last == null ? trigger.deployId() : last.deployId(),
        trigger.restartId(),
        CellState.PENDING,
        trigger.desired() == Desired.REMOVED ? null : trigger.version(),
        there == null ? null : there.version(),
        null,
        List.of(),
        last != null && last.triggerId().equals(trigger.id()) && !last.state().isEnd()
            ? last.startedAt()
            : now,
        now);
  }

  /** A trigger that cannot be followed; what was accepted before it stays as it is. */
  static CellStatus rejected(
      CellRef ref,
      @Nullable CellStatus last,
      String id,
      @Nullable TriggerDocument trigger,
      Action.Reject reject,
      Instant now) {
    return new CellStatus(
        ref.node(),
        ref.cell(),
        last == null ? null : last.cellUid(),
        last == null ? null : last.manifest(),
        last == null ? null : last.profile(),
        trigger == null || reject.outOfOrder()
            ? (last == null ? 0 : last.sequence())
            : Planner.sequence(trigger, last),
        id,
        last == null ? "none" : last.deployId(),
        last == null ? null : last.restartId(),
        CellState.REJECTED,
        trigger == null ? null : trigger.version(),
        last == null ? null : last.running(),
        reject.reason(),
        List.of(),
        last != null && last.triggerId().equals(id) ? last.startedAt() : now,
        last != null && last.triggerId().equals(id) && last.state() == CellState.REJECTED
            ? last.changedAt()
            : now);
  }
}
