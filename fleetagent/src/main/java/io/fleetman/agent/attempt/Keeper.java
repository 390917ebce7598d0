package io.fleetman.agent.attempt;

/** How this machine keeps programs that outlive the agent. All calls are bounded in time. */
public sealed interface Keeper permits UnitKeeper, ProcessKeeper {
  /** What is known of a program. */
  sealed interface Seen {
    /** The host never began it. */
    record NotBegun() implements Seen {}

    /** It runs, or is being ended. */
    record Running() implements Seen {}

    /** Nothing of it is left, and the host noted how it ended. */
    record Ended(Ending ending) implements Seen {}

    /** Nothing of it is left, and nobody noted how it ended: the machine was restarted, say. */
    record Gone() implements Seen {}
  }

  /**
   * Starts it, unless it was ever started before under this name in this folder.
   *
   * @throws LaunchException if the host refuses
   */
  void start(AttemptLaunch launch) throws LaunchException, InterruptedException;

  /** What is known of it; asks the host unless an end was noted. */
  Seen look(String name, TryFolder folder) throws LaunchException, InterruptedException;

  /** Begins to end it and all its children: TERM to each. Returns at once. */
  void end(String name, TryFolder folder) throws InterruptedException;

  /** Kills it and all its children. */
  void kill(String name, TryFolder folder) throws InterruptedException;

  /** Kills what a program that ended has left behind. */
  void sweep(String name, TryFolder folder) throws InterruptedException;

  /** Whether limits on memory, CPU and tasks are enforced. */
  boolean limits();
}
