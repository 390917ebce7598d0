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

  /** Asks again where no answer came, or an empty one: a release must not fail for that. */
  static Result patiently(Question question) throws InterruptedException {
    Result result = question.ask();
    for (int i = 1; i < TRIES && isSilence(result); i++) {
      result = question.ask();
    }
    return result;
  }

  /** Whether it says nothing, although it may have ended well. */
  static boolean isSilence(Result result) {
    return result.exit() == Result.TIMED_OUT || result.output().isBlank();
  }
}
