package io.fleetman.document;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What a cell is, as its agent says. The table of transitions is {@link #mayBecome}. */
public enum CellState {
  /** Seen, not begun. */
  PENDING,
  /** Getting and verifying files. */
  FETCHING,
  /** Stopping the old release, flipping to the new one, starting it. */
  ACTIVATING,
  /** Started; waiting for health. */
  CHECKING,
  /** Running and healthy. */
  RUNNING,
  /** Files only: in place and verified. */
  DEPLOYED,
  /** The new release failed; the last healthy one runs again. */
  ROLLED_BACK,
  /** The new release failed and there is nothing to go back to, or going back failed too. */
  FAILED,
  /** Stopped because somebody asked for it. */
  STOPPED,
  /** Gone because somebody asked for it. */
  REMOVED,
  /** The trigger cannot be followed; nothing was changed. */
  REJECTED,
  /** Overtaken by a newer command before it was finished. */
  SUPERSEDED;

  private static final Set<CellState> ENDS =
      EnumSet.of(RUNNING, DEPLOYED, ROLLED_BACK, FAILED, STOPPED, REMOVED, REJECTED);

  private static final Map<CellState, Set<CellState>> WORK =
      Map.of(
          PENDING,
          EnumSet.of(
              FETCHING,
              ACTIVATING,
              FAILED,
              ROLLED_BACK,
              REJECTED,
              SUPERSEDED,
              STOPPED,
              REMOVED,
              RUNNING,
              DEPLOYED),
          FETCHING, // to a success at once: it was found done, by an agent that had been killed
          EnumSet.of(
              ACTIVATING, FAILED, ROLLED_BACK, REJECTED, SUPERSEDED, RUNNING, DEPLOYED, STOPPED),
          ACTIVATING,
          EnumSet.of(CHECKING, DEPLOYED, ROLLED_BACK, FAILED, STOPPED, REMOVED, SUPERSEDED),
          CHECKING,
          EnumSet.of(RUNNING, DEPLOYED, ROLLED_BACK, FAILED, SUPERSEDED));

  /** Whether nothing more happens until the next command. */
  public boolean isEnd() {
    return ENDS.contains(this) || this == SUPERSEDED;
  }

  /** Whether the end is the one that was asked for. */
  public boolean isSuccess() {
    return this == RUNNING || this == DEPLOYED || this == STOPPED || this == REMOVED;
  }

  /**
   * Whether the state may follow this one. A new command takes any state to PENDING; a restarted
   * agent takes any working state to PENDING; a host that changed by itself moves a cell between
   * RUNNING and FAILED.
   */
  public boolean mayBecome(CellState next) {
    if (next == PENDING || next == this) {
      return true;
    }
    if (isEnd()) {
      return next == REJECTED
          || (this == RUNNING && next == FAILED)
          || (this == FAILED && next == RUNNING);
    }
    return WORK.getOrDefault(this, Set.of()).contains(next);
  }
}
