package io.fleetman.agent.time;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Makes intervals a little longer or shorter, so that a fleet does not ask all at once.
 *
 * @param fraction by how much at most, from 0 to 0.5
 * @param random numbers from 0 to 1
 */
public record Jitter(double fraction, DoubleSupplier random) {
  /** The interval, longer or shorter by at most the fraction. */
  public Duration of(Duration interval) {
    double factor = 1 + fraction * (2 * random.getAsDouble() - 1);
    return Duration.ofMillis(Math.max(1, Math.round(interval.toMillis() * factor)));
  }
}
