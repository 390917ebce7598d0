package io.fleetman.agent.reconcile;

import io.fleetman.document.CellState;
import io.fleetman.layout.Version;
import org.jspecify.annotations.Nullable;

/** What to do about a cell; each with the reason that log and history show. */
public sealed interface Action {
  /** Why, in words. */
  String reason();

  /** Nothing: it is handled. */
  record Nothing(String reason) implements Action {}

  /**
   * Record the command as done; the host is as it asks already.
   *
   * @param state what the cell is
   */
  record Adopt(CellState state, String reason) implements Action {}

  /**
   * Install a snapshot.
   *
   * @param version which
   * @param deployId the id that is then tried, and never again
   * @param start whether to start it
   * @param takeDown the uid of another cell's release that goes first; null if there is none
   */
  record Deploy(
      Version version, String deployId, boolean start, @Nullable String takeDown, String reason)
      implements Action {}

  /** Start what is installed anew. */
  record Restart(String reason) implements Action {}

  /** Start what is installed. */
  record Start(String reason) implements Action {}

  /** Stop what runs. */
  record Stop(String reason) implements Action {}

  /** Take the cell away, but for its data. */
  record Remove(String reason) implements Action {}

  /**
   * Do nothing, and say so: the trigger cannot be followed.
   *
   * @param outOfOrder true if the trigger is older than what was handled, which then stays the last
   *     accepted command
   */
  record Reject(boolean outOfOrder, String reason) implements Action {}
}
