package io.fleetman.agent.loop;

import java.util.function.BooleanSupplier;

/** Makes loops: what says when their turns come, and on which thread. */
public interface Loops {
  /**
   * A loop that is asleep.
   *
   * @param name for its thread
   * @param mayRun whether to take a turn at all; a loop that may not falls asleep
   * @param turn what is done at each turn
   */
  Loop loop(String name, BooleanSupplier mayRun, Turn turn);

  /** What is done at a turn. */
  interface Turn {
    /**
     * Does it once.
     *
     * @return false if it has to be tried again
     */
    boolean run() throws InterruptedException;
  }
}
