package io.fleetman.agent.report;

import io.fleetman.agent.time.Jitter;
import io.fleetman.codec.Json;
import io.fleetman.document.CellReport;
import io.fleetman.document.NodeReport;
import io.fleetman.document.Profile;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at the host now and then, and writes the node's report when it says something new. */
public final class NodeReporter {
  private static final int FULL_EVERY = 5;

  /** Where it looks. */
  public interface Host {
    /** Looks at every cell; a full look hashes every file. */
    void look(boolean full) throws InterruptedException;

    /** What was seen. */
    List<CellReport> cells();

    /** What can run here. */
    SortedMap<Profile, String> profiles() throws InterruptedException;
  }

  /**
   * What does not change while the agent runs.
   *
   * @param node whose
   * @param agentVersion the agent's
   * @param hostname the machine's own name
   * @param os in words
   * @param arch the processor's
   * @param labels from the configuration
   */
  public record Facts(
      NodeId node,
      String agentVersion,
      String hostname,
      String os,
      String arch,
      Map<String, String> labels) {}

  private final Facts facts;
  private final Host host;
  private final Problems problems;
  private final Duty duty;
  private final OwnDocument<NodeReport> document;
  private byte @Nullable [] written;
  private boolean poked;
  private int looks;

  /** Writes nothing before {@link #report}. */
  public NodeReporter(
      DocumentStore documents,
      Facts facts,
      Host host,
      Heartbeats identity,
      Problems problems,
      Duty duty) {
    this.facts = facts;
    this.host = host;
    this.problems = problems;
    this.duty = duty;
    this.document =
        new OwnDocument<>(documents, Keys.report(facts.node()), NodeReport.class, identity);
  }

  /** Something changed: look and report soon. */
  public synchronized void poke() {
    poked = true;
    notifyAll();
  }

  /**
   * Writes the report if it changed.
   *
   * @throws StoreException if the store did not take it
   */
  public void report() throws InterruptedException {
    NodeReport report =
        new NodeReport(
            facts.node(),
            facts.agentVersion(),
            facts.hostname(),
            facts.os(),
            facts.arch(),
            new TreeMap<>(facts.labels()),
            host.profiles(),
            host.cells(),
            problems.all());
    byte[] body = Json.write(report);
    if (!Arrays.equals(body, written) && document.write(report)) {
      written = body;
    }
  }

  /** Looks and reports until the agent ends or stands down. */
  public void run(Duration interval, Jitter jitter) throws InterruptedException {
    if (!duty.awaitTaken()) {
      return;
    }
    while (duty.mayAct()) {
      boolean early = takePoke();
      if (!early) {
        host.look(looks % FULL_EVERY == 0);
        looks++;
      }
      try {
        report();
        problems.clear("report");
      } catch (StoreException e) {
        problems.set("report", "the node's report cannot be written: " + e.getMessage());
      }
      await(jitter.of(interval));
    }
  }

  private synchronized boolean takePoke() {
    boolean was = poked;
    poked = false;
    return was;
  }

  private synchronized void await(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); !poked && left > 0; left = end - System.nanoTime()) {
      wait(Math.max(1, left / 1_000_000));
    }
  }
}
