package io.fleetman.controller.fleet;

import io.fleetman.document.CellState;
import io.fleetman.document.Desired;
import io.fleetman.document.DriftPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Which cells are to be repaired by themselves. Pure. */
public final class DriftRepairs {
  /**
   * A cell is left alone so long after its node last did something to it: what the node reports as
   * changed by hand may still be from before that.
   */
  static final Duration REST = Duration.ofMinutes(10);

  private DriftRepairs() {}

  /**
   * The cells whose policy is {@link DriftPolicy#REPAIR}, that run what they are told to, and of
   * whose node it is known now that something was changed by hand.
   */
  public static List<CellView> due(FleetView fleet) {
    return fleet.cells().stream().filter(DriftRepairs::isDue).toList();
  }

  private static boolean isDue(CellView cell) {
    return cell.onDrift() == DriftPolicy.REPAIR
        && !cell.drift().isEmpty()
        && cell.node() == Presence.ACTIVE
        && cell.desired() == Desired.RUNNING
        && !cell.pending()
        && (cell.state() == CellState.RUNNING || cell.state() == CellState.DEPLOYED)
        && Objects.equals(cell.running(), cell.desiredVersion())
        && cell.since() != null
        && cell.since().compareTo(REST) >= 0;
  }
}
