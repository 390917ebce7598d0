package io.fleetman.agent.report;

import io.fleetman.agent.time.Backoff;
import io.fleetman.document.CellStatus;
import io.fleetman.document.HistoryDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.Read;
import java.util.List;
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
  private final Duty duty;
  private final Problems problems;
  private final Backoff backoff;
  private final OwnDocument<CellStatus> status;
  private @Nullable Thread sender;
  private @Nullable CellStatus written;
  private boolean wanted;

  /** Sends nothing before it is told to. */
  public CellOutbox(
      DocumentStore documents,
      CellRef cell,
      Source source,
      Heartbeats identity,
      Duty duty,
      Problems problems,
      Backoff backoff) {
    this.documents = documents;
    this.cell = cell;
    this.source = source;
    this.duty = duty;
    this.problems = problems;
    this.backoff = backoff;
    this.status = new OwnDocument<>(documents, Keys.status(cell), CellStatus.class, identity);
  }

  /** Remembers what status.json said, so that the first write replaces exactly that. */
  public synchronized void was(Read<CellStatus> read) {
    if (sender == null) {
      status.was(read);
      written = read.found().orElse(null);
    }
  }

  /** There is something to send; returns at once. */
  public synchronized void send() {
    wanted = true;
    if (sender == null && !duty.over()) {
      sender = Thread.ofVirtual().name("outbox-" + cell.cell()).start(this::run);
    }
  }

  /** Waits a while for all to be sent; for a clean end. */
  public void settle(long millis) throws InterruptedException {
    Thread thread;
    synchronized (this) {
      thread = sender;
    }
    if (thread != null) {
      thread.join(millis);
    }
  }

  private void run() {
    int failures = 0;
    while (next()) {
      try {
        sendAll();
        failures = 0;
        problems.clear("status of " + cell);
      } catch (RuntimeException e) {
        // Whatever it is, a full disk under the journal among it: a thread that ended here would
        // never write this cell's status again.
        failures++;
        problems.set(
            "status of " + cell,
            "the status of cell " + cell + " cannot be written: " + e.getMessage());
        synchronized (this) {
          wanted = true;
          try {
            wait(backoff.after(failures).toMillis());
          } catch (InterruptedException interrupted) {
            sender = null;
            return;
          }
        }
      }
    }
  }

  private synchronized boolean next() {
    if (!wanted || duty.over()) {
      sender = null;
      return false;
    }
    wanted = false;
    return true;
  }

  private void sendAll() {
    for (HistoryDocument history : source.unsent()) {
      // Refused means that it is there already: an earlier start wrote it and did not note that.
      documents.create(Keys.history(cell, history.id()), history, HistoryDocument.class);
      source.sent(history);
    }
    CellStatus shown = source.shown();
    if (shown != null && !shown.equals(written) && status.write(shown)) {
      written = shown;
    }
  }
}
