package io.fleetman.controller.support;

import io.fleetman.killpoint.KillPoint;
import java.util.Collection;
import java.util.List;

/** Deletes many objects that nothing names any more. */
public final class Sweep {
  private static final int AT_ONCE = 1000;

  private Sweep() {}

  /**
   * Deletes them, in two requests at least, so that there is a moment at which some are gone and
   * some are not: whoever sweeps must be able to end there.
   *
   * @param between passed after every request but the last
   * @throws io.fleetman.store.StoreException if any could not be deleted
   */
  public static void delete(OpenFleet fleet, Collection<String> keys, KillPoint between) {
    List<String> ordered = List.copyOf(keys);
    int atOnce = Math.clamp((ordered.size() + 1) / 2, 1, AT_ONCE);
    for (int from = 0; from < ordered.size(); from += atOnce) {
      if (from > 0) {
        fleet.passed(between);
      }
      fleet.objects().deleteAll(ordered.subList(from, Math.min(from + atOnce, ordered.size())));
    }
  }
}
