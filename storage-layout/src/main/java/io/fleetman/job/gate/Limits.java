package io.fleetman.job.gate;

import java.time.Duration;

/** How long others wait for an agent before they act in its place, by the store's clock. */
public final class Limits {
  /** After an attempt's hard limit, until it counts as lost. */
  public static final Duration GRACE = Duration.ofMinutes(2);

  /** After an attempt took a slot, until it must be claimed: else its turn goes to others. */
  public static final Duration HOLD = Duration.ofSeconds(30);

  private Limits() {}
}
