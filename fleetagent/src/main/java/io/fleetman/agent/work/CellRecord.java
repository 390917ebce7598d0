package io.fleetman.agent.work;

import io.fleetman.agent.journal.Entry;
import io.fleetman.agent.journal.Journal;
import io.fleetman.agent.report.CellOutbox;
import io.fleetman.document.CellStatus;
import io.fleetman.document.HistoryDocument;
import io.fleetman.layout.CellId;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A cell's journal entry; what it says was written to the disk first. */
final class CellRecord implements CellOutbox.Source {
  private final CellId cell;
  private final Journal journal;
  private @Nullable Entry entry;

  CellRecord(CellId cell, Journal journal, @Nullable Entry entry) {
    this.cell = cell;
    this.journal = journal;
    this.entry = entry;
  }

  synchronized @Nullable Entry entry() {
    return entry;
  }

  synchronized void write(Entry fresh) {
    journal.write(cell, fresh);
    entry = fresh;
  }

  synchronized void change(UnaryOperator<Entry> change) {
    if (entry != null) {
      write(change.apply(entry));
    }
  }

  @Override
  public synchronized List<HistoryDocument> unsent() {
    return entry == null ? List.of() : entry.unsent();
  }

  @Override
  public void sent(HistoryDocument history) {
    change(e -> e.withUnsent(e.unsent().stream().filter(h -> !h.equals(history)).toList()));
  }

  @Override
  public synchronized @Nullable CellStatus shown() {
    return entry == null ? null : entry.shown();
  }
}
