package io.fleetman.agent.loop;

/** Takes turns while there is work, one at a time. */
public interface Loop {
  /** There is work: a turn comes soon, in the middle of a wait after a failure too. */
  void wake();

  /** Ends what is done now at once; the next {@link #wake} goes on. */
  void interrupt();

  /** Waits until nothing is done any more, or so many milliseconds have passed. */
  void join(long millis) throws InterruptedException;
}
