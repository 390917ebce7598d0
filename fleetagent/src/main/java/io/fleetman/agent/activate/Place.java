package io.fleetman.agent.activate;

import io.fleetman.agent.install.CellFolder;
import io.fleetman.agent.install.Releases;
import io.fleetman.document.Profile;

/**
 * A cell at the place where it is, or is to be.
 *
 * @param folder the cell's
 * @param releases what is in it
 */
record Place(CellFolder folder, Releases releases) {
  static Place of(CellFolder folder) {
    return new Place(folder, new Releases(folder));
  }

  static Profile profile(io.fleetman.agent.install.Release release) {
    return release.record().snapshot().spec().profile();
  }
}
