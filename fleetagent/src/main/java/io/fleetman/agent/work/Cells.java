package io.fleetman.agent.work;

import io.fleetman.agent.activate.CellHost;
import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.journal.Entry;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Every cell that the journal, the host or the store knows, with a worker each. */
public final class Cells {
  private final Env env;
  private final Runnable onChange;
  private final Room room = Room.in(Runtime.getRuntime().maxMemory());
  private final ConcurrentSkipListMap<CellId, CellWorker> workers = new ConcurrentSkipListMap<>();

  /**
   * Knows none before {@link #recall}.
   *
   * @param onChange told whenever a command has ended
   */
  public Cells(Env env, Runnable onChange) {
    this.env = env;
    this.onChange = onChange;
  }

  /** Recalls what the journal knows and finds what is on the host. */
  public void recall() {
    for (Map.Entry<CellId, Entry> known : env.journal().readAll().entrySet()) {
      worker(known.getKey(), known.getValue());
    }
    for (CellId found : env.host().scan()) {
      worker(found, null);
    }
  }

  /** A trigger was read. */
  public void offer(CellId cell, SeenTrigger trigger) {
    worker(cell, null).offer(trigger);
  }

  /**
   * Does something to a cell while nobody else is at work on it.
   *
   * @return what came of it; empty if the node has no such cell
   */
  public Optional<Outcome> operate(CellId cell, Operation operation) throws InterruptedException {
    CellWorker worker = workers.get(cell);
    return worker == null ? Optional.empty() : Optional.of(worker.operate(operation));
  }

  /** What is done to a cell beside its triggers. */
  @FunctionalInterface
  public interface Operation {
    /** Does it. */
    Outcome on(CellHost host) throws InterruptedException;
  }

  /** A trigger is as it was; what could not be followed then may be possible now. */
  public void recheck(CellId cell) {
    CellWorker worker = workers.get(cell);
    if (worker != null) {
      worker.recheck();
    }
  }

  /** Looks at every cell on the host that nobody is at work on. */
  public void look(boolean full) throws InterruptedException {
    for (CellId found : env.host().scan()) {
      worker(found, null);
    }
    for (CellWorker worker : workers.values()) {
      worker.view().look(full);
    }
  }

  /** A state for each cell on the node. */
  public SortedMap<CellId, CellState> states() {
    SortedMap<CellId, CellState> states = new TreeMap<>();
    workers.forEach((cell, worker) -> worker.view().state().ifPresent(s -> states.put(cell, s)));
    return states;
  }

  /** What the node says about each of its cells, in the order of their ids. */
  public List<CellReport> reports() {
    return workers.values().stream().flatMap(w -> w.view().report().stream()).toList();
  }

  /** Ends all work at once, and waits until it has ended or the time is up. */
  public void stop(long millis) throws InterruptedException {
    workers.values().forEach(CellWorker::interrupt);
    long end = System.nanoTime() + millis * 1_000_000;
    for (CellWorker worker : workers.values()) {
      worker.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
  }

  private CellWorker worker(CellId cell, @Nullable Entry entry) {
    return workers.computeIfAbsent(
        cell, id -> new CellWorker(new CellRef(env.node(), id), env, room, entry, onChange));
  }
}
