package io.fleetman.agent.work;

import io.fleetman.agent.activate.HostCell;
import io.fleetman.agent.install.Phase;
import io.fleetman.agent.reconcile.OnHost;
import io.fleetman.document.Profile;

/** The host's cell as the planner sees it. Pure. */
final class Observed {
  private Observed() {}

  static OnHost of(HostCell host) {
    HostCell.Release current = host.current();
    if (current == null) {
      return new OnHost.Nothing();
    }
    return new OnHost.Installed(
        current.cellUid(),
        current.version(),
        current.deployId(),
        current.profile(),
        current.phase() == Phase.HEALTHY || current.phase() == Phase.UNTRIED,
        current.profile() == Profile.DEPLOY || Boolean.TRUE.equals(host.running()));
  }
}
