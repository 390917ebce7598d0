package io.fleetman.document;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a freshly started service counts as healthy: the one check (at most one of {@code http},
 * {@code tcp}, {@code command}) has succeeded within {@code within}, and from then on the service
 * stayed up, and the check kept succeeding, for {@code stableFor}. Without a check it is enough to
 * stay up.
 *
 * @param http a URL that must answer 200 to 399; may hold template tokens
 * @param tcp {@code host:port} that must accept a connection; may hold template tokens
 * @param command a command, run in the release's folder as the service's user, that must exit 0
 * @param within the longest wait for the first success
 * @param stableFor how long it must then stay healthy
 * @param timeout of one attempt
 * @param interval between attempts
 */
public record HealthCheck(
    @Nullable String http,
    @Nullable String tcp,
    @Nullable String command,
    Duration within,
    Duration stableFor,
    Duration timeout,
    Duration interval) {
  /** Stays up for five seconds. */
  public static final HealthCheck DEFAULT =
      new HealthCheck(
          null,
          null,
          null,
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1));

  /**
   * Fills in what was left out, and refuses more than one check.
   *
   * @throws IllegalArgumentException if more than one of the three checks is given
   */
  public HealthCheck {
    if (Stream.of(http, tcp, command).filter(Objects::nonNull).count() > 1) {
      throw new IllegalArgumentException("health takes one of http, tcp and command, not several");
    }
    within = Defaults.or(within, Duration.ofSeconds(30));
    stableFor = Defaults.or(stableFor, Duration.ofSeconds(5));
    timeout = Defaults.or(timeout, Duration.ofSeconds(5));
    interval = Defaults.or(interval, Duration.ofSeconds(1));
  }
}
