package io.fleetman.agent.work;

import io.fleetman.agent.journal.Entry;
import io.fleetman.codec.DocumentException;
import io.fleetman.document.CellStatus;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.Keys;
import io.fleetman.store.Read;
import io.fleetman.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this agent itself wrote last into status.json, read once before anything is done. */
final class Recall {
  private static final Logger LOG = LoggerFactory.getLogger(Recall.class);

  private final CellContext cell;
  private boolean done;

  Recall(CellContext cell) {
    this.cell = cell;
  }

  // Without a journal nothing is done before the store said what this agent itself wrote last.
  void readStatus(SeenTrigger seen) {
    if (done) {
      return;
    }
    Entry entry = cell.record().entry();
    try {
      Read<CellStatus> read =
          cell.env().documents().read(Keys.status(cell.ref()), CellStatus.class);
      cell.outbox().was(read);
      CellStatus found = read.found().orElse(null);
      if (found != null && (entry == null || isNewer(found, entry))) {
        LOG.info("{}: remembered from status.json: {}", cell.ref(), found.state());
        cell.record().write(Entry.rebuilt(found));
      }
      done = true;
    } catch (DocumentException e) {
      LOG.warn("{}; it is written again", e.getMessage());
      if (entry == null && seen instanceof SeenTrigger.Understood understood) {
        fromHistory(understood.trigger());
      }
      done = true;
    } catch (StoreException e) {
      if (entry == null) {
        throw e;
      }
    }
  }

  // A status that cannot be read is not one that is not there: what was handled has its history.
  private void fromHistory(TriggerDocument trigger) {
    HistoryDocument found = history(trigger.id());
    if (found == null) {
      found = history(trigger.deployId());
    }
    if (found != null) {
      LOG.info("{}: remembered from its history: {}", cell.ref(), found.state());
      cell.record().write(Entry.rebuilt(Statuses.of(cell.ref(), trigger, found)));
    }
  }

  private @Nullable HistoryDocument history(String id) {
    try {
      return cell.env()
          .documents()
          .read(Keys.history(cell.ref(), id), HistoryDocument.class)
          .found()
          .orElse(null);
    } catch (DocumentException e) {
      LOG.warn("{}", e.getMessage());
      return null;
    }
  }

  private static boolean isNewer(CellStatus found, Entry entry) {
    return entry.accepted() != null && found.sequence() > entry.accepted().sequence();
  }
}
