package io.fleetman.controller.web;

import io.fleetman.controller.activity.Recorder;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.DriftRepairs;
import io.fleetman.controller.fleet.FleetModel;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.AuditDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has cells deployed again whose drift is to be repaired by itself. Of several controllers that
 * notice it at the same time one swaps the cell's trigger; the others are refused, and leave it.
 */
final class Repairs implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Repairs.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final String WHY = "changed by hand, and to be repaired by itself";

  private final Site site;
  private @Nullable Thread thread;

  Repairs(Site site) {
    this.site = site;
  }

  void start() {
    thread = Thread.ofVirtual().name("drift-repairs").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        try {
          round();
        } catch (RuntimeException e) { // whatever it was: there is another round
          log.error("drift is not repaired in this round", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** One look at what is known, and what follows from it. */
  void round() throws InterruptedException {
    FleetModel.Known known = site.watch().look(Duration.ZERO);
    if (known.view() == null || known.problem() != null) {
      return; // an old state is no reason to do anything
    }
    Map<CellRef, CellView> due = new TreeMap<>();
    DriftRepairs.due(known.view()).forEach(c -> due.put(c.cell(), c));
    if (due.isEmpty()) {
      return;
    }
    try {
      site.requireWritable();
      Recorder recorder = new Recorder(site.fleet("drift repair"), AuditDocument.Via.PORTAL);
      Commands commands = new Commands(recorder.fleet());
      for (Outcome outcome :
          Commands.forAll(
              due.keySet(),
              cell ->
                  commands.repair(cell, Objects.requireNonNull(due.get(cell)).triggerId(), WHY))) {
        if (outcome instanceof Outcome.Failed(var cell, var cause)) {
          log.info("{} is not repaired: {}", cell, cause.getMessage());
        }
      }
      recorder.record("repair", WHY, null).ifPresent(e -> log.warn("not recorded: {}", e));
      site.watch().wrote(due.keySet());
    } catch (StoreException | Refusal | io.fleetman.controller.console.CommandException e) {
      log.warn("nothing is repaired: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
