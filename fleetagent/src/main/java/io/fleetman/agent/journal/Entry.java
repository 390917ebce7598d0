package io.fleetman.agent.journal;

import io.fleetman.agent.reconcile.Command;
import io.fleetman.agent.reconcile.Handled;
import io.fleetman.document.CellStatus;
import io.fleetman.document.HistoryDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent remembers of one cell.
 *
 * @param accepted what came of the last command that was accepted; null if none ever was
 * @param shown what status.json is to say: the same, or that a later trigger was rejected
 * @param working the command that is not finished; null if all are
 * @param unsent history that the store has not taken yet
 */
public record Entry(
    @Nullable CellStatus accepted,
    CellStatus shown,
    @Nullable Command working,
    List<HistoryDocument> unsent) {
  /** Lists that were left out are empty. */
  public Entry {
    unsent = unsent == null ? List.of() : List.copyOf(unsent);
  }

  /** As rebuilt from status.json by an agent that lost its journal. */
  public static Entry rebuilt(CellStatus status) {
    return new Entry(status, status, null, List.of());
  }

  /** For the planner; null if no command was ever accepted. */
  public @Nullable Handled handled() {
    return accepted == null ? null : new Handled(accepted, working);
  }

  /** With history that is still to be written. */
  public Entry withUnsent(List<HistoryDocument> history) {
    return new Entry(accepted, shown, working, history);
  }
}
