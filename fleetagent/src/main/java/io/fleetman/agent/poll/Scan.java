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
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectReader;
import io.fleetman.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One look at every trigger of the node: a listing of its cells, then a conditional GET each. What
 * does not answer, or is not there, changes nothing (invariant 14).
 */
final class Scan {
  private static final int AT_ONCE = 8;

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
  void run() throws InterruptedException {
    List<CellId> cells = cells();
    Semaphore slots = new Semaphore(AT_ONCE);
    List<Reading> readings = new ArrayList<>();
    for (CellId cell : cells) {
      slots.acquire();
      Reading reading = new Reading(cell);
      reading.thread =
          Thread.ofVirtual()
              .name("trigger-" + cell)
              .start(
                  () -> {
                    try {
                      reading.run();
                    } finally {
                      slots.release();
                    }
                  });
      readings.add(reading);
    }
    RuntimeException failure = null;
    for (Reading reading : readings) {
      Thread thread = reading.thread;
      if (thread != null) {
        thread.join();
      }
      failure = failure == null ? reading.failure : failure;
    }
    if (failure != null) {
      throw failure;
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

  /** One trigger. */
  private final class Reading {
    private final CellId cell;
    private @Nullable Thread thread;
    private volatile @Nullable RuntimeException failure;

    Reading(CellId cell) {
      this.cell = cell;
    }

    void run() {
      String key = Keys.trigger(new CellRef(node, cell));
      String subject = "trigger of " + cell;
      try {
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
      } catch (RuntimeException e) {
        failure = e; // whatever it is, this trigger was not heard: the ring must not be forgotten
      }
    }

    private SeenTrigger seen(String key, byte[] body) {
      try {
        return new SeenTrigger.Understood(Json.read(key, body, TriggerDocument.class));
      } catch (DocumentException e) {
        return new SeenTrigger.Garbled(
            "unreadable-" + Sha256.of(body).substring(0, 32), e.getMessage());
      }
    }
  }
}
