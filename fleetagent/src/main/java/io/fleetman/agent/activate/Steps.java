package io.fleetman.agent.activate;

import io.fleetman.document.CellState;
import org.jspecify.annotations.Nullable;

/** Hears how far an action is, and may end it between its steps. */
public interface Steps {
  /** Nobody listens, nobody cancels. */
  Steps NONE =
      new Steps() {
        @Override
        public void entered(CellState state) {}

        @Override
        public boolean cancelled() {
          return false;
        }
      };

  /** The action goes on to FETCHING, ACTIVATING or CHECKING. */
  void entered(CellState state);

  /**
   * Asked between steps; true ends the action with {@link Outcome.Cancelled}, the node whole. It is
   * not asked between stopping the old release and starting the new one.
   */
  boolean cancelled();

  /**
   * Whether a newer command has come, so that whatever takes long may end now. Unlike {@link
   * #cancelled} it is false when only the agent ends.
   */
  default boolean overtaken() {
    return false;
  }

  /**
   * What the present step waits for, for people; null: for nothing worth a word.
   *
   * @param what one sentence without an end
   */
  default void doing(@Nullable String what) {}

  /** Of an action that is only a part of another: not shown, and cancelled with the whole. */
  default Steps quiet() {
    Steps whole = this;
    return new Steps() {
      @Override
      public void entered(CellState state) {}

      @Override
      public boolean cancelled() {
        return whole.cancelled();
      }

      @Override
      public boolean overtaken() {
        return whole.overtaken();
      }
    };
  }
}
