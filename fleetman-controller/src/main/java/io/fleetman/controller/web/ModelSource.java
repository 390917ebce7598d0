package io.fleetman.controller.web;

import io.fleetman.controller.fleet.FleetChange;
import io.fleetman.controller.fleet.FleetModel;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.CellRef;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The read model of a fleet that is opened when it is first read. */
final class ModelSource implements Source {
  /** How often all cells are listed: triggers that are written by hand ring no doorbell. */
  private static final Duration FULL_EVERY = Duration.ofMinutes(3);

  private final Supplier<OpenFleet> opener;
  private volatile @Nullable FleetModel model;

  ModelSource(Supplier<OpenFleet> opener) {
    this.opener = opener;
  }

  // Called from the one thread that reads.
  @Override
  public FleetModel.Known read() {
    FleetModel open = model;
    if (open == null) {
      open = new FleetModel(opener.get(), FULL_EVERY);
      model = open;
    }
    if (!open.refresh()) {
      throw new StoreException.Unavailable(String.valueOf(open.now().problem()), false, null);
    }
    return open.now();
  }

  @Override
  public FleetModel.@Nullable Known now() {
    FleetModel open = model;
    return open == null ? null : open.now();
  }

  @Override
  public void wrote(Collection<CellRef> cells) {
    FleetModel open = model;
    if (open != null) {
      open.wrote(cells);
    }
  }

  @Override
  public @Nullable List<FleetChange> since(long sequence) {
    FleetModel open = model;
    return open == null ? null : open.since(sequence);
  }
}
