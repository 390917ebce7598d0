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
    delete(fleet, keys, between, Progress.NONE);
  }

  /** The same; {@code progress} hears of objects. */
  public static void delete(
      OpenFleet fleet, Collection<String> keys, KillPoint between, Progress progress) {
    List<String> ordered = List.copyOf(keys);
    progress.expects(ordered.size());
    int atOnce = Math.clamp((ordered.size() + 1) / 2, 1, AT_ONCE);
    for (int from = 0; from < ordered.size(); from += atOnce) {
      if (from > 0) {
        fleet.passed(between);
      }
      List<String> some = ordered.subList(from, Math.min(from + atOnce, ordered.size()));
      fleet.objects().deleteAll(some);
      progress.did(some.size());
    }
  }
}
