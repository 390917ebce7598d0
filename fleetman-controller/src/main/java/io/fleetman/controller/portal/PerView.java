package io.fleetman.controller.portal;

import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.web.Drawn;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What follows from a fleet as it was last read, and from nothing else: worked out once for all who
 * look, and again when the fleet has been read anew. Sorting ten thousand nodes for every request
 * would take longer than all the rest of a page. Safe for several threads.
 */
public final class PerView<K, V> {
  // With their content, which has fifty rows at most.
  private static final int MOST = 100;

  private final Map<String, Worked<K, V>> byBucket = new ConcurrentHashMap<>();

  // Of the newest view alone, so that no older one is kept in memory.
  private record Worked<K, V>(FleetView fleet, Map<K, Drawn<V>> values) {}

  /**
   * What was worked out of this very view before, or is now.
   *
   * @param bucket by its name in the configuration
   * @param key what else it depends on
   */
  @SuppressWarnings("ReferenceEquality") // comparing the content of two fleets takes long
  public Drawn<V> get(String bucket, FleetView fleet, K key, Supplier<V> work) {
    Worked<K, V> worked = byBucket.get(bucket);
    if (worked == null || worked.fleet() != fleet) {
      worked = new Worked<>(fleet, new ConcurrentHashMap<>());
      byBucket.put(bucket, worked);
    }
    // Filters are free text: whoever thinks up thousands of them gets each worked out.
    if (worked.values().size() >= MOST) {
      Drawn<V> known = worked.values().get(key);
      return known == null ? new Drawn<>(work.get()) : known;
    }
    return worked.values().computeIfAbsent(key, _ -> new Drawn<>(work.get()));
  }
}
