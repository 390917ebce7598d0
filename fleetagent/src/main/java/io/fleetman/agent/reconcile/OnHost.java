package io.fleetman.agent.reconcile;

import io.fleetman.document.Profile;
import io.fleetman.layout.Version;
import org.jspecify.annotations.Nullable;

/** What of a cell is on the node. */
public sealed interface OnHost {
  /** No release is active. */
  record Nothing() implements OnHost {}

  /**
   * A release is active.
   *
   * @param uid of the cell it was installed for; null if unknown
   * @param version which
   * @param deployId by which it was installed; null if unknown
   * @param profile how it runs
   * @param whole whether its activation came to a good end; false if it failed or was cut short
   * @param alive whether its service runs now; true for files only
   */
  record Installed(
      @Nullable String uid,
      Version version,
      @Nullable String deployId,
      Profile profile,
      boolean whole,
      boolean alive)
      implements OnHost {}
}
