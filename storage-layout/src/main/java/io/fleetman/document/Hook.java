package io.fleetman.document;

import java.time.Duration;
import java.util.Objects;

/**
 * A command around a deployment, run in the release's folder as the service's user.
 *
 * @param command a command line for {@code /bin/sh -c}; may hold template tokens
 * @param timeout after which it is killed with its children and counts as failed
 */
public record Hook(String command, Duration timeout) {
  /**
   * The timeout is 60 s if left out.
   *
   * @throws NullPointerException if there is no command
   */
  public Hook {
    Objects.requireNonNull(command, "command is missing");
    timeout = Defaults.or(timeout, Duration.ofSeconds(60));
  }
}
