package io.fleetman.agent;

import io.fleetman.agent.job.Jobs;
import io.fleetman.agent.poll.Poller;
import io.fleetman.agent.report.Duty;
import io.fleetman.agent.report.Heartbeats;
import io.fleetman.agent.report.NodeReporter;
import io.fleetman.agent.time.Backoff;
import io.fleetman.agent.time.Jitter;
import io.fleetman.agent.work.Cells;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running agent: heartbeat, poll and report, each on a thread of its own. */
final class Agent {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final long END_MS = 8_000;

  /** How often each loop goes round. */
  record Rhythm(Duration poll, Duration host, Jitter jitter, Backoff backoff) {}

  /** What a loop does until it is interrupted. */
  private interface Loop {
    void run() throws InterruptedException;
  }

  private final Duty duty;
  private final Heartbeats heartbeats;
  private final Poller poller;
  private final NodeReporter reporter;
  private final Cells cells;
  private final Jobs jobs;
  private final Rhythm rhythm;
  private final List<Thread> threads = new ArrayList<>();

  Agent(
      Duty duty,
      Heartbeats heartbeats,
      Poller poller,
      NodeReporter reporter,
      Cells cells,
      Jobs jobs,
      Rhythm rhythm) {
    this.duty = duty;
    this.heartbeats = heartbeats;
    this.poller = poller;
    this.reporter = reporter;
    this.cells = cells;
    this.jobs = jobs;
    this.rhythm = rhythm;
  }

  /** Starts; the heartbeat is taken over before anything is done. */
  void start() {
    start("heartbeat", () -> heartbeats.run(rhythm.jitter(), rhythm.backoff()));
    start("poll", () -> poller.run(rhythm.poll(), rhythm.jitter(), rhythm.backoff(), duty));
    start("report", () -> reporter.run(rhythm.host(), rhythm.jitter()));
  }

  /**
   * Ends within ten seconds, wherever it is; services keep running, and the next start goes on with
   * what was not finished.
   */
  void stop() throws InterruptedException {
    duty.end();
    jobs.stop(END_MS / 4);
    cells.stop(END_MS);
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      thread.join(END_MS / 8);
    }
  }

  private void start(String name, Loop loop) {
    threads.add(Thread.ofVirtual().name(name).start(() -> forEver(name, loop)));
  }

  // A fault of one loop must not end it: a silent agent is worse than one that says what is wrong.
  private void forEver(String name, Loop loop) {
    int failures = 0;
    while (!duty.over()) {
      try {
        loop.run();
        return;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("a fault in the agent's {} loop, which goes on", name, e);
        failures++;
        try {
          Thread.sleep(rhythm.backoff().after(failures));
        } catch (InterruptedException interrupted) {
          return;
        }
      }
    }
  }
}
