package io.fleetman.controller.fleet;

import io.fleetman.controller.fleet.Follower.Followed;
import io.fleetman.controller.fleet.Follower.Result;
import io.fleetman.document.Author;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import org.jspecify.annotations.Nullable;

/** How far a cell is with one command, from what its documents say. Does no I/O. */
final class CellProgress {
  private final Followed command;
  private @Nullable CellStatus last;

  CellProgress(Followed command) {
    this.command = command;
  }

  /**
   * What one look came to.
   *
   * @param news a status of this very command that was not seen before; null if there is none
   * @param result how it ended; null if it did not
   */
  record Step(@Nullable CellStatus news, @Nullable Result result) {}

  /** Which cell. */
  CellRef cell() {
    return command.cell();
  }

  /** The last status of this very command; null if none was seen. */
  @Nullable CellStatus last() {
    return last;
  }

  /** Whether the trigger is to be read too: the status alone does not say that it ended. */
  boolean needsTrigger(@Nullable CellStatus status) {
    return !isOurs(status) || status == null || !status.state().isEnd();
  }

  /** One look; {@code trigger} is null where it was not needed or not there. */
  Step step(@Nullable CellStatus status, @Nullable TriggerDocument trigger) {
    CellStatus news = null;
    if (status != null && isOurs(status)) {
      if (last == null || !last.equals(status)) {
        last = status;
        news = status;
      }
      if (status.state() == CellState.SUPERSEDED) {
        return new Step(news, new Result.Superseded(command.cell(), by(trigger)));
      }
      if (status.state().isEnd()) {
        return new Step(news, new Result.Ended(command.cell(), status));
      }
    }
    boolean overtaken =
        (status != null && !isOurs(status) && status.sequence() > command.sequence())
            || (trigger != null && !trigger.id().equals(command.triggerId()));
    return new Step(news, overtaken ? new Result.Superseded(command.cell(), by(trigger)) : null);
  }

  private boolean isOurs(@Nullable CellStatus status) {
    return status != null && status.triggerId().equals(command.triggerId());
  }

  private static @Nullable String by(@Nullable TriggerDocument trigger) {
    Author author = trigger == null ? null : trigger.author();
    return author == null ? null : author.by();
  }
}
