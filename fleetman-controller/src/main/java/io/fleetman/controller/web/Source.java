package io.fleetman.controller.web;

import io.fleetman.controller.fleet.FleetChange;
import io.fleetman.controller.fleet.FleetModel;
import io.fleetman.layout.CellRef;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a site's knowledge of its fleet comes from. */
interface Source {
  /**
   * Reads the fleet again.
   *
   * @throws io.fleetman.store.StoreException if the store did not answer
   * @throws io.fleetman.controller.support.Refusal if there is no fleet that can be read
   */
  FleetModel.Known read();

  /** What is known, without asking anybody; null before anything was read. */
  FleetModel.@Nullable Known now();

  /** These cells were just written here: they are looked at again. */
  void wrote(Collection<CellRef> cells);

  /** What changed since; null if that is too long ago. */
  @Nullable List<FleetChange> since(long sequence);
}
