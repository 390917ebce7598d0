package io.fleetman.agent.job;

/** What reaches a running attempt from outside. */
final class Signals {
  private volatile boolean canceled;

  /** Somebody asked to stop it. */
  void cancel() {
    canceled = true;
  }

  boolean canceled() {
    return canceled;
  }
}
