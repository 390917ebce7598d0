package io.fleetman.controller.web;

import io.fleetman.controller.job.Executions;
import io.fleetman.controller.support.OpenFleet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of executions, for each bucket: claims and verdicts never change, so nobody reads
 * them twice. A cache and nothing else. What it settles on the way is written in the controller's
 * name: nobody asked for it.
 */
public final class JobSites {
  private final Map<String, Executions> bySite = new ConcurrentHashMap<>();

  /** The executions of a bucket. */
  public Executions of(Site site) {
    return bySite.computeIfAbsent(site.name(), _ -> new Executions(fleet(site)));
  }

  /** The fleet as it is worked on when nobody asked. */
  public static OpenFleet fleet(Site site) {
    return new OpenFleet(site.documents(), site.clock(), "controller");
  }
}
