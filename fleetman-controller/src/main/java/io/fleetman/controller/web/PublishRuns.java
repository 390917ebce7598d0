package io.fleetman.controller.web;

import io.fleetman.codec.Json;
import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.operation.Run;
import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.publish.Publishes;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Progress;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.FleetObject;
import io.fleetman.document.OperationDocument.Unit;
import io.fleetman.document.PublishDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The publishes that this controller is at, and how far it is with copying. Each is an operation of
 * the same id, so that other controllers know whether anybody is at it.
 */
public final class PublishRuns {
  private final Map<String, Copies> runs = new ConcurrentHashMap<>();

  /** How many files of a publish are copied within the store. */
  public static final class Copies implements PublishListener {
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile Progress cells = Progress.NONE;

    @Override
    public void copying(CellRef cell, Version version, int more) {
      files.addAndGet(more);
    }

    @Override
    public void begins(CellRef cell) {
      cells.proceed();
    }

    @Override
    public void copied(CellRef cell) {
      done.incrementAndGet();
      cells.proceed(); // no mark names what was copied so far
    }

    @Override
    public void ended(CellRef cell) {
      cells.did(1);
    }

    /** How many there are to copy, as far as it is known yet. */
    public int files() {
      return files.get();
    }

    /** How many of them are copied. */
    public int done() {
      return done.get();
    }
  }

  /** Goes through all cells, behind the answer; does nothing if this controller is at it. */
  public void carryOut(Exchange exchange, PublishDocument publish) {
    String key = key(exchange, publish.id());
    Copies copies = new Copies();
    if (runs.putIfAbsent(key, copies) != null) {
      return;
    }
    Optional<Run> begun = Optional.empty();
    try {
      begun = begin(exchange, publish);
    } finally {
      if (begun.isEmpty()) {
        runs.remove(key);
      }
    }
    begun.ifPresent(run -> inBackground(exchange, publish, run, copies));
  }

  // Empty if another controller has just begun with it.
  private static Optional<Run> begin(Exchange exchange, PublishDocument publish) {
    try {
      return Optional.of(
          new Operations(exchange.unrecorded())
              .begin(
                  publish.id(),
                  "publish",
                  new FleetObject(FleetObject.Kind.PUBLISH, publish.id()),
                  Unit.CELLS,
                  publish.author().reason()));
    } catch (Refusal.Conflict somebodyElse) {
      return Optional.empty();
    }
  }

  private void inBackground(Exchange exchange, PublishDocument publish, Run run, Copies copies) {
    String key = key(exchange, publish.id());
    run.expects(publish.cells().size());
    copies.cells = run;
    run.start();
    exchange.inBackground(
        fleet -> {
          try {
            end(run, publish, fleet, copies);
          } finally {
            runs.remove(key);
          }
        });
  }

  private static void end(Run run, PublishDocument publish, OpenFleet fleet, Copies copies) {
    LongWork.end(
        run,
        "publish " + publish.id(),
        () -> {
          PublishDocument done = new Publishes(fleet).carryOut(publish, copies);
          if (!done.refused().isEmpty()) {
            throw new ProblemException(refused(done));
          }
          return Json.tree(Map.of("cells", done.cells().size()));
        });
  }

  private static Problem refused(PublishDocument done) {
    return Problem.of(
            "conflict",
            "It is not in the state that this needs",
            409,
            done.refused().size()
                + " of "
                + done.cells().size()
                + " cells were not told: each error says why")
        .with(
            done.refused().entrySet().stream()
                .map(e -> new Problem.FieldError(e.getKey(), e.getValue()))
                .toList());
  }

  /** How far one is; empty if this controller is not at it. */
  public Optional<Copies> find(Exchange exchange, String publish) {
    return Optional.ofNullable(runs.get(key(exchange, publish)));
  }

  private static String key(Exchange exchange, String publish) {
    return exchange.site().name() + " " + publish;
  }
}
