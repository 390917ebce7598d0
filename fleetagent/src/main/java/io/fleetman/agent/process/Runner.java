package io.fleetman.agent.process;

/** Runs commands. */
@FunctionalInterface
public interface Runner {
  /**
   * Runs to the end, or to the command's time limit, or to an interrupt, which kills it.
   *
   * @throws InterruptedException if interrupted; the command and its children are dead then
   */
  Result run(Command command) throws InterruptedException;
}
