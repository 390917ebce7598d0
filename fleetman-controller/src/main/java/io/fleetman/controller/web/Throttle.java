package io.fleetman.controller.web;

import io.fleetman.controller.access.LoginThrottle;
import io.fleetman.controller.access.LoginThrottle.Failures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Remembers who failed to sign in, for one controller: by name and by address. */
final class Throttle {
  // Beyond this, those that are forgotten are swept; an attacker has to wait for each anyway.
  private static final int MANY = 10_000;

  private final InstantSource clock;
  private final Map<String, Failures> names = new HashMap<>();
  private final Map<String, Failures> addresses = new HashMap<>();

  Throttle(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * How long to wait before another attempt; zero: none, and one attempt is counted as failed until
   * {@link #succeeded} says otherwise, so that attempts at once do not slip through.
   */
  synchronized Duration attempt(String name, String address) {
    Instant now = clock.instant();
    Duration wait =
        longer(
            LoginThrottle.NAME.wait(names.get(name), now),
            LoginThrottle.ADDRESS.wait(addresses.get(address), now));
    if (wait.isZero()) {
      sweep(names, LoginThrottle.NAME, now);
      sweep(addresses, LoginThrottle.ADDRESS, now);
      names.put(name, LoginThrottle.NAME.failed(names.get(name), now));
      addresses.put(address, LoginThrottle.ADDRESS.failed(addresses.get(address), now));
    }
    return wait;
  }

  /** The attempt was the right one. */
  synchronized void succeeded(String name, String address) {
    names.remove(name);
    addresses.remove(address);
  }

  private static void sweep(Map<String, Failures> known, LoginThrottle by, Instant now) {
    if (known.size() >= MANY) {
      known.values().removeIf(f -> by.forgotten(f, now));
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
