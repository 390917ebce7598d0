package io.fleetman.agent.work;

import io.fleetman.agent.journal.Entry;
import io.fleetman.agent.report.CellOutbox;
import io.fleetman.document.CellStatus;
import io.fleetman.document.HistoryDocument;
import io.fleetman.layout.CellRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the work on one cell has at hand.
 *
 * @param ref which cell
 * @param env what every cell's work shares
 * @param record its journal entry
 * @param outbox brings its status and history to the store
 * @param newest the newest trigger that was read; null if none was yet
 */
record CellContext(
    CellRef ref,
    Env env,
    CellRecord record,
    CellOutbox outbox,
    Supplier<@Nullable SeenTrigger> newest) {

  static CellContext of(
      CellRef ref, Env env, @Nullable Entry entry, Supplier<@Nullable SeenTrigger> newest) {
    CellRecord record = new CellRecord(ref.cell(), env.journal(), entry);
    CellOutbox outbox =
        new CellOutbox(
            env.documents(),
            ref,
            record,
            env.heartbeats(),
            env.duty(),
            env.problems(),
            env.loops(),
            env.kills().in(ref.cell().value()));
    return new CellContext(ref, env, record, outbox, newest);
  }

  Instant now() {
    return env.clock().instant();
  }

  /** The last command that was accepted; null if none ever was. */
  @Nullable CellStatus accepted() {
    Entry entry = record.entry();
    return entry == null ? null : entry.accepted();
  }

  /** History that the store has not taken yet, to add to. */
  List<HistoryDocument> unsent() {
    return new ArrayList<>(record.unsent());
  }
}
