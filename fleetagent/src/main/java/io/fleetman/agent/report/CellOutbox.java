package io.fleetman.agent.report;

import io.fleetman.agent.loop.Loop;
import io.fleetman.agent.loop.Loops;
import io.fleetman.document.CellStatus;
import io.fleetman.document.HistoryDocument;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.Read;
import io.fleetman.store.StoreException;
import io.fleetman.store.WriteResult;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings a cell's history and status to the store, beside the work and however long the store is
 * away: of several states the last one wins, history is written entry by entry.
 */
public final class CellOutbox {
  /** Where the outbox finds what is to be written. */
  public interface Source {
    /** History that the store has not taken, oldest first. */
    List<HistoryDocument> unsent();

    /** The store has taken this one. */
    void sent(HistoryDocument history);

    /** What status.json is to say; null if nothing yet. */
    @Nullable CellStatus shown();
  }

  private final DocumentStore documents;
  private final CellRef cell;
  private final Source source;
  private final Problems problems;
  private final KillPoints kills;
  private final OwnDocument<CellStatus> status;
  private final Loop loop;
  private final ReentrantLock sending = new ReentrantLock();
  private @Nullable CellStatus written;

  /** Sends nothing before it is told to. */
  public CellOutbox(
      DocumentStore documents,
      CellRef cell,
      Source source,
      Heartbeats identity,
      Duty duty,
      Problems problems,
      Loops loops,
      KillPoints kills) {
    this.documents = documents;
    this.cell = cell;
    this.source = source;
    this.problems = problems;
    this.kills = kills;
    this.status = new OwnDocument<>(documents, Keys.status(cell), CellStatus.class, identity);
    this.loop = loops.loop("outbox-" + cell.cell(), () -> !duty.over(), this::turn);
  }

  /** Remembers what status.json said, so that the first write replaces exactly that. */
  public void was(Read<CellStatus> read) {
    if (sending.tryLock()) {
      try {
        status.was(read);
        written = read.found().orElse(null);
      } finally {
        sending.unlock();
      }
    }
  }

  /** There is something to send; returns at once. */
  public void send() {
    loop.wake();
  }

  /** Waits a while for all to be sent; for a clean end. */
  public void settle(long millis) throws InterruptedException {
    loop.join(millis);
  }

  private boolean turn() {
    sending.lock();
    try {
      sendAll();
      problems.clear("status of " + cell);
      return true;
    } catch (RuntimeException e) {
      // Whatever it is, a full disk under the journal among it: a loop that ended here would
      // never write this cell's status again.
      problems.set(
          "status of " + cell,
          "the status of cell " + cell + " cannot be written: " + e.getMessage());
      return false;
    } finally {
      sending.unlock();
    }
  }

  private void sendAll() {
    for (HistoryDocument history : source.unsent()) {
      String key = Keys.history(cell, history.id());
      if (documents.create(key, history, HistoryDocument.class)
              instanceof WriteResult.Lost<HistoryDocument> lost
          && lost.current() instanceof Read.Absent) {
        throw new StoreException.Unavailable(
            key + " is refused as being there already, and is not there", false, null);
      }
      // Refused otherwise: an earlier start of the agent wrote it and did not note that.
      kills.passed(KillPoint.DEPLOY_HISTORY_SENT);
      source.sent(history);
    }
    CellStatus shown = source.shown();
    if (shown != null && !shown.equals(written) && status.write(shown)) {
      written = shown;
      kills.passed(KillPoint.DEPLOY_STATUS_SENT);
    }
  }
}
