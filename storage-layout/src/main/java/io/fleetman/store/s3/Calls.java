package io.fleetman.store.s3;

import io.fleetman.store.StoreException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Sends requests, again where that is harmless, and turns what the SDK throws into ours. */
final class Calls {
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 5_000;

  private final Failures failures;
  private final int retries;
  private volatile boolean closed;

  Calls(Failures failures, int retries) {
    this.failures = failures;
    this.retries = retries;
  }

  /** Sends it once. */
  <T> T once(Operation operation, Supplier<T> request) {
    if (closed) {
      throw new StoreException.Unavailable(failures.say(operation, "closed"), false, null);
    }
    try {
      return request.get();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      throw failures.of(operation, e);
    }
  }

  /** Sends it until it is answered, as often as the settings say; for what may be done twice. */
  <T> T retried(Operation operation, Supplier<T> request) {
    for (int attempt = 0; ; attempt++) {
      try {
        return once(operation, request);
      } catch (StoreException e) {
        if (!e.isTransient()
            || attempt >= retries
            || closed
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        pause(operation, attempt);
      }
    }
  }

  /** What the SDK threw, as ours. */
  StoreException named(Operation operation, RuntimeException e) {
    return failures.of(operation, e);
  }

  void close() {
    closed = true;
  }

  // Jittered, so that a fleet that lost its store does not come back in step.
  private void pause(Operation operation, int attempt) {
    long longest = Math.min(FIRST_PAUSE_MS << Math.min(attempt, 10), LONGEST_PAUSE_MS);
    try {
      Thread.sleep(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable(
          failures.say(operation, "interrupted between two attempts"), operation.writes(), e);
    }
  }
}
