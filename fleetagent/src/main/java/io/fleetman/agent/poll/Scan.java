package io.fleetman.agent.poll;

import io.fleetman.agent.report.Problems;
import io.fleetman.agent.work.SeenTrigger;
import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.ETag;
import io.fleetman.store.FanOut;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectReader;
import io.fleetman.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One look at every trigger of the node: a listing of its cells, then a conditional GET each. What
 * does not answer, or is not there, changes nothing (invariant 14).
 */
final class Scan {
  private static final int AT_ONCE = 8;

  /** The largest trigger, in bytes: one cell's must not take the memory that serves the others. */
  private static final int MOST_BYTES = 1 << 20;

  /** Who hears what was read. */
  interface Sink {
    void offer(CellId cell, SeenTrigger trigger);

    void recheck(CellId cell);
  }

  private final NodeId node;
  private final ObjectReader store;
  private final Sink sink;
  private final Problems problems;
  private final Map<CellId, ETag> known = new ConcurrentHashMap<>();

  Scan(NodeId node, ObjectReader store, Sink sink, Problems problems) {
    this.node = node;
    this.store = store;
    this.sink = sink;
    this.problems = problems;
  }

  /**
   * Looks at all of them.
   *
   * @throws StoreException if any did not answer; the others were heard
   */
  void run() {
    List<CellId> cells = cells();
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    FanOut.forEach(
        cells,
        AT_ONCE,
        cell -> {
          try {
            read(cell);
          } catch (RuntimeException e) {
            // whatever it is, this trigger was not heard: the ring must not be forgotten
            failure.compareAndSet(null, e);
          }
        });
    RuntimeException first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  private List<CellId> cells() {
    String prefix = Keys.cells(node);
    List<CellId> cells = new ArrayList<>();
    String next = null;
    do {
      ListPage page = store.list(prefix, "/", next);
      for (String folder : page.folders()) {
        cell(folder.substring(prefix.length(), folder.length() - 1)).ifPresent(cells::add);
      }
      next = page.next();
    } while (next != null);
    return cells;
  }

  private static Optional<CellId> cell(String name) {
    try {
      return Optional.of(new CellId(name));
    } catch (InvalidNameException e) {
      return Optional.empty(); // a stranger's folder
    }
  }

  private void read(CellId cell) {
    String key = Keys.trigger(new CellRef(node, cell));
    String subject = "trigger of " + cell;
    ETag last = known.get(cell);
    switch (last == null ? store.get(key) : store.getIfChanged(key, last)) {
      case GetResult.Found found -> {
        SeenTrigger trigger = seen(key, found.body());
        sink.offer(cell, trigger);
        if (trigger instanceof SeenTrigger.Understood) {
          known.put(cell, found.etag());
        } else {
          // Perhaps it is only this answer that was garbled, and the object is well.
          known.remove(cell);
        }
        problems.clear(subject);
      }
      case GetResult.Unchanged _ -> {
        sink.recheck(cell);
        problems.clear(subject);
      }
      case GetResult.Absent _ -> {
        if (last != null) {
          problems.set(subject, key + " is gone; the cell is left as it is");
        }
      }
    }
  }

  private static SeenTrigger seen(String key, byte[] body) {
    if (body.length > MOST_BYTES) {
      return garbled(body, key + " is larger than 1 MB, as no trigger is: give the command again");
    }
    try {
      return new SeenTrigger.Understood(Json.read(key, body, TriggerDocument.class));
    } catch (DocumentException e) {
      return garbled(body, e.getMessage());
    }
  }

  private static SeenTrigger garbled(byte[] body, String why) {
    return new SeenTrigger.Garbled("unreadable-" + Sha256.of(body).substring(0, 32), why);
  }
}
