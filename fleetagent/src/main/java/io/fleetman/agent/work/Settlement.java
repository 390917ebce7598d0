package io.fleetman.agent.work;

import io.fleetman.agent.activate.HostCell;
import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.journal.Entry;
import io.fleetman.agent.reconcile.Action;
import io.fleetman.agent.reconcile.Command;
import io.fleetman.document.CellStatus;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.TriggerDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles a trigger for which nothing is done on the host: only said and remembered. */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  private final CellContext cell;

  Settlement(CellContext cell) {
    this.cell = cell;
  }

  /** The host is as the trigger asks already. */
  void adopt(TriggerDocument trigger, HostCell host, Action.Adopt adopt) {
    Entry before = cell.record().entry();
    CellStatus begun =
        Progress.begin(
            cell.ref(),
            before == null ? null : before.accepted(),
            trigger,
            CellWork.command(trigger),
            host,
            cell.now());
    Statuses.End end =
        new Statuses.End(
            adopt.state(),
            host.current() == null ? null : host.current().version(),
            null,
            List.of(),
            Outcome.Fetched.NONE);
    CellStatus ended = Statuses.ended(begun, end, cell.now());
    List<HistoryDocument> unsent = cell.unsent();
    if (before != null) { // rebuilding what was lost is no command of its own
      unsent.add(
          Statuses.history(
              ended, CellWork.command(trigger), begun.running(), end, cell.now(), trigger));
    }
    cell.record().write(new Entry(ended, ended, null, unsent));
    cell.outbox().send();
  }

  /** Says that the trigger cannot be followed. */
  void reject(String id, @Nullable TriggerDocument trigger, Action.Reject reject) {
    LOG.warn("{}: rejected: {}", cell.ref(), reject.reason());
    Entry before = cell.record().entry();
    CellStatus accepted = before == null ? null : before.accepted();
    CellStatus shown = Progress.rejected(cell.ref(), accepted, id, trigger, reject, cell.now());
    Command working = before == null ? null : before.working();
    List<HistoryDocument> unsent = cell.unsent();
    if (!reject.outOfOrder()
        && accepted != null
        && working != null
        && !accepted.triggerId().equals(id)) {
      unsent.add(Statuses.overtaken(accepted, working, accepted.running(), id, cell.now()));
    }
    cell.record()
        .write(
            new Entry(
                reject.outOfOrder() ? accepted : shown,
                shown,
                reject.outOfOrder() ? working : null,
                unsent));
    cell.outbox().send();
  }

  /** The trigger is handled; status.json is to say so. */
  void showAccepted() {
    Entry entry = cell.record().entry();
    if (entry != null && entry.accepted() != null && !entry.accepted().equals(entry.shown())) {
      cell.record()
          .write(new Entry(entry.accepted(), entry.accepted(), entry.working(), entry.unsent()));
    }
    cell.outbox().send();
  }
}
