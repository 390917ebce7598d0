package io.fleetman.controller.web;

import io.fleetman.controller.support.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The buckets of the configuration. The first is the controller's home: who may sign in is decided
 * by its users, for all of them.
 */
public final class Sites implements AutoCloseable {
  private final Map<String, Site> byName = new LinkedHashMap<>();

  /**
   * @param sites at least one
   */
  public Sites(List<Site> sites) {
    sites.forEach(site -> byName.put(site.name(), site));
    if (byName.isEmpty()) {
      throw new IllegalArgumentException("a controller needs a bucket");
    }
  }

  /** The first. */
  public Site home() {
    return byName.values().iterator().next();
  }

  /** All of them, the home first. */
  public List<Site> all() {
    return List.copyOf(byName.values());
  }

  /** Their names. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /**
   * One of them.
   *
   * @throws Refusal.NotFound if there is none of that name
   */
  public Site get(String name) {
    Site site = byName.get(name);
    if (site == null) {
      throw new Refusal.NotFound(
          "the configuration has no bucket '"
              + name
              + "': it knows "
              + String.join(", ", byName.keySet()));
    }
    return site;
  }

  void start() {
    byName.values().forEach(Site::start);
  }

  @Override
  public void close() {
    byName.values().forEach(Site::close);
  }
}
