package io.fleetman.agent.report;

import io.fleetman.agent.time.Backoff;
import io.fleetman.agent.time.Jitter;
import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import io.fleetman.document.CellState;
import io.fleetman.document.Heartbeat;
import io.fleetman.layout.CellId;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.Read;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The agent's sign of life, and the guard against a second agent with the same node id. */
public final class Heartbeats implements OwnDocument.Identity {
  /**
   * What every heartbeat repeats.
   *
   * @param node whose
   * @param incarnation fresh at each start of the agent
   * @param agentVersion the agent's
   * @param interval between two heartbeats
   * @param pollInterval between two polls
   */
  public record Sign(
      NodeId node,
      String incarnation,
      String agentVersion,
      Duration interval,
      Duration pollInterval) {}

  private final DocumentStore documents;
  private final Sign sign;
  private final Duty duty;
  private final Problems problems;
  private final Machinery machinery;
  private final Supplier<SortedMap<CellId, CellState>> cells;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final OwnDocument<Heartbeat> document;
  private final long startedNanos;
  private long beat;
  private final boolean singleWriter;
  private volatile boolean tookOver;
  private boolean tried;

  /**
   * Writes nothing before {@link #beat}.
   *
   * @param clock the node's own, which people are told of
   * @param singleWriter whether a store that does not keep conditions may be used
   */
  public Heartbeats(
      DocumentStore documents,
      Sign sign,
      Duty duty,
      Problems problems,
      Machinery machinery,
      Supplier<SortedMap<CellId, CellState>> cells,
      InstantSource clock,
      LongSupplier nanos,
      boolean singleWriter) {
    this.documents = documents;
    this.sign = sign;
    this.duty = duty;
    this.problems = problems;
    this.machinery = machinery;
    this.cells = cells;
    this.clock = clock;
    this.nanos = nanos;
    this.singleWriter = singleWriter;
    this.startedNanos = nanos.getAsLong();
    this.document =
        new OwnDocument<>(documents, Keys.heartbeat(sign.node()), Heartbeat.class, this);
  }

  /**
   * One heartbeat. The first takes over whatever stands there, and tries the store; a later one
   * that finds another agent's makes this one stand down.
   *
   * @throws StoreException if the store did not take it
   */
  public synchronized void beat() {
    if (duty.stoodDown() != null) {
      return;
    }
    Heartbeat next = next();
    if (document.write(next)) {
      beat = next.beat();
      tookOver = true;
      if (!tried && keepsConditions(next)) {
        tried = true;
        duty.take();
      }
    }
  }

  // A store that does not is told of in each heartbeat, and tried again: it may be mended.
  private boolean keepsConditions(Heartbeat written) {
    String problem =
        singleWriter
            ? null
            : StoreTrial.problem(
                documents.objects(), sign.node(), Keys.heartbeat(sign.node()), Json.write(written));
    if (problem == null) {
      problems.clear("store");
    } else {
      problems.set("store", problem);
    }
    return problem == null;
  }

  /** Beats until the agent ends or stands down. */
  public void run(Jitter jitter, Backoff backoff) throws InterruptedException {
    int failures = 0;
    while (!duty.over()) {
      try {
        beat();
        failures = 0;
        problems.clear("heartbeat");
      } catch (StoreException e) {
        failures++;
        problems.set("heartbeat", "the heartbeat cannot be written: " + e.getMessage());
      }
      Duration wait = failures == 0 ? sign.interval() : backoff.after(failures);
      Thread.sleep(jitter.of(wait.compareTo(sign.interval()) < 0 ? wait : sign.interval()));
    }
  }

  /** Looks whose heartbeat stands there; another agent's makes this one stand down. */
  @Override
  public boolean stillMine(Read<?> found) {
    if (!tookOver) {
      return true; // whatever stands there is an earlier start's
    }
    try {
      // What was read already counts at once: a second read may fail, and until the next beat this
      // agent would act beside the other.
      Read<?> heartbeat =
          found.found().orElse(null) instanceof Heartbeat
              ? found
              : documents.read(Keys.heartbeat(sign.node()), Heartbeat.class);
      if (heartbeat.found().orElse(null) instanceof Heartbeat there
          && !there.incarnation().equals(sign.incarnation())) {
        duty.standDown(
            "another agent runs with node id '"
                + sign.node()
                + "' (it has taken over the heartbeat); this one stops acting and leaves its"
                + " services running: give one of the two machines another node_id, then restart"
                + " this agent");
        return false;
      }
    } catch (DocumentException e) {
      return true; // nobody's; the next beat replaces it
    }
    return true;
  }

  private Heartbeat next() {
    Machinery.Load load = machinery.load();
    return new Heartbeat(
        sign.node(),
        sign.incarnation(),
        beat + 1,
        sign.agentVersion(),
        Duration.ofNanos(nanos.getAsLong() - startedNanos).toSeconds(),
        Math.max(1, sign.interval().toSeconds()),
        Math.max(1, sign.pollInterval().toSeconds()),
        load.cpuPercent(),
        load.memoryUsed(),
        load.memoryTotal(),
        load.diskUsed(),
        load.diskTotal(),
        cells.get(),
        problems.first(),
        clock.instant());
  }
}
