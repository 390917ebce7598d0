package io.fleetman.controller.fleet;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.CellStatus;
import io.fleetman.layout.CellRef;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows what nodes make of commands. */
public final class Follower {
  private final OpenFleet fleet;
  private final Sleeper sleeper;

  /** In this fleet; the sleeper is {@code Thread::sleep} but in tests. */
  public Follower(OpenFleet fleet, Sleeper sleeper) {
    this.fleet = fleet;
    this.sleeper = sleeper;
  }

  /** Waits. */
  @FunctionalInterface
  public interface Sleeper {
    /** Waits that long. */
    void sleep(Duration duration) throws InterruptedException;
  }

  /** A command to a cell. */
  public record Followed(CellRef cell, String triggerId, long sequence) {}

  /** Hears what happens; called from one thread. */
  public interface Listener {
    /** Nobody listens. */
    Listener NONE = new Listener() {};

    /** The node says something new about the command. */
    default void changed(CellRef cell, CellStatus status) {}

    /**
     * Nothing yet; told about every two seconds for each cell that is waited for.
     *
     * @param silentFor the age of the node's heartbeat by the store's clock; null if it has none
     * @param pollSeconds how often the node looks; null if unknown
     */
    default void waiting(
        CellRef cell,
        Presence presence,
        @Nullable Duration silentFor,
        @Nullable Long pollSeconds) {}

    /** The cell is done, one way or the other. */
    default void ended(Result result) {}
  }

  /** How following one cell ended. */
  public sealed interface Result {
    /** Which cell. */
    CellRef cell();

    /** Whether it is what was asked for. */
    default boolean succeeded() {
      return this instanceof Ended e && e.status().state().isSuccess();
    }

    /** The node is done with this very command. */
    record Ended(CellRef cell, CellStatus status) implements Result {}

    /** Another command came after it. */
    record Superseded(CellRef cell, @Nullable String by) implements Result {}

    /**
     * Nobody said anything in time.
     *
     * @param sentence who is silent since when, and what will happen when it comes back
     */
    record TimedOut(CellRef cell, String sentence) implements Result {}
  }

  /** Follows until every cell is done or the time is up; results in the order of the commands. */
  public List<Result> follow(List<Followed> commands, Duration timeout, Listener listener) {
    throw new UnsupportedOperationException(fleet.by() + sleeper);
  }
}
