package io.fleetman.controller.support;

import io.fleetman.store.Pace;
import io.fleetman.store.StoreException;
import java.time.Duration;

/** Trying again what may be done twice: puts of bytes under a fresh key, doorbells. */
public final class Retry {
  private static final int ATTEMPTS = 4;

  private Retry() {}

  /** Does it, up to {@value #ATTEMPTS} times while the store fails in passing. */
  public static void idempotent(Runnable work) {
    for (int attempt = 1; ; attempt++) {
      try {
        work.run();
        return;
      } catch (StoreException e) {
        if (!e.isTransient() || attempt == ATTEMPTS) {
          throw e;
        }
        pause(attempt, e);
      }
    }
  }

  private static void pause(int attempt, StoreException failure) {
    try {
      Pace.pause(Duration.ofMillis(50L << attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}
