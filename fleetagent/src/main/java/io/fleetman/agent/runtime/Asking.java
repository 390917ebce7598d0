package io.fleetman.agent.runtime;

import io.fleetman.agent.process.Result;

/** Questions to a service manager that has much to do just now. */
final class Asking {
  private static final int TRIES = 2;

  private Asking() {}

  /** A question that changes nothing. */
  @FunctionalInterface
  interface Question {
    Result ask() throws InterruptedException;
  }

  /** Asks again where no answer came in time: otherwise a release would fail for its silence. */
  static Result patiently(Question question) throws InterruptedException {
    Result result = question.ask();
    for (int i = 1; i < TRIES && result.exit() == Result.TIMED_OUT; i++) {
      result = question.ask();
    }
    return result;
  }
}
