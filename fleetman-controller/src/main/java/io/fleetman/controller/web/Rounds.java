package io.fleetman.controller.web;

import io.fleetman.controller.activity.Recorder;
import io.fleetman.controller.config.JobsSettings;
import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobCare;
import io.fleetman.controller.job.JobPruner;
import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.AuditDocument;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what lies in a bucket for a while looked after while its controller runs: executions are
 * settled every minute and pruned every hour, as old operations are. Several controllers that do so
 * at the same time do no harm.
 */
final class Rounds implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int PRUNED_EVERY = 60;

  /** Why executions are settled that nobody asked to be. */
  static final String SETTLED = "what nobody else could end any more";

  private static final String PRUNED = "old, by the controller's configuration";

  private final Site site;
  private final JobsSettings settings;
  private @Nullable Thread thread;
  private @Nullable Recorder recorder;
  private @Nullable JobCare care;
  private String said = "";

  Rounds(Site site, JobsSettings settings) {
    this.site = site;
    this.settings = settings;
  }

  void start() {
    thread = Thread.ofVirtual().name("job-rounds").start(this::run);
  }

  // Controllers that were started together do not go on together.
  private void run() {
    try {
      Thread.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(EVERY.toMillis())));
      for (int round = 1; ; round++) {
        try {
          round(round % PRUNED_EVERY == 1);
        } catch (RuntimeException e) { // whatever it was: there is another round
          log.error("executions and operations are not looked after in this round", e);
        }
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /**
   * One look.
   *
   * @param prunes whether old ones are deleted, too
   */
  void round(boolean prunes) {
    String problem = "";
    try {
      site.requireWritable();
      JobCare open = care();
      open.settle();
      record("job settle", SETTLED);
      if (prunes) {
        new Operations(site.fleet("controller")).sweep();
        if (settings.prune()) {
          open.prune(settings.keep(), settings.keepFor(), PRUNED);
          record("job prune", PRUNED);
        }
      }
    } catch (StoreException | Refusal | CommandException e) {
      problem = String.valueOf(e.getMessage());
    }
    if (!problem.equals(said) && !problem.isEmpty()) {
      log.warn("executions and operations are not looked after: {}", problem);
    }
    said = problem;
  }

  private JobCare care() {
    JobCare known = care;
    if (known == null) {
      Recorder fresh = new Recorder(site.fleet("controller"), AuditDocument.Via.PORTAL);
      Executions executions = new Executions(fresh.fleet());
      known = new JobCare(executions, new JobPruner(fresh.fleet(), executions));
      recorder = fresh;
      care = known;
    }
    return known;
  }

  private void record(String operation, String reason) {
    Recorder open = recorder;
    if (open != null) {
      open.record(operation, reason, null).ifPresent(e -> log.warn("not recorded: {}", e));
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
