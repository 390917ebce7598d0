package io.fleetman.controller.web;

import io.fleetman.controller.activity.Recorder;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.AuditDocument;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of executions, for each bucket: claims and verdicts never change, so nobody reads
 * them twice. A cache and nothing else. What it settles on the way is written, and recorded, in the
 * controller's name: nobody asked for it.
 */
public final class JobSites {
  private static final Logger log = LoggerFactory.getLogger(JobSites.class);

  private final Map<String, Executions> bySite = new ConcurrentHashMap<>();

  /** The executions of a bucket. */
  public Executions of(Site site) {
    return bySite.computeIfAbsent(site.name(), _ -> recorded(site));
  }

  private static Executions recorded(Site site) {
    Recorder recorder = new Recorder(fleet(site), AuditDocument.Via.PORTAL);
    return new Executions(
        recorder.fleet(),
        () ->
            recorder
                .record("job settle", Rounds.SETTLED, null)
                .ifPresent(e -> log.warn("not recorded: {}", e)));
  }

  /** The fleet as it is worked on when nobody asked. */
  public static OpenFleet fleet(Site site) {
    return new OpenFleet(site.documents(), site.clock(), "controller");
  }
}
