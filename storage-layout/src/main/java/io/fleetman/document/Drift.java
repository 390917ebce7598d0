package io.fleetman.document;

import java.util.Objects;

/**
 * Something on the host that is not as the agent left it.
 *
 * @param subject a path of the release, or {@code unit}
 * @param reason in words: {@code content changed}, {@code missing}, {@code mode is 0600, not 0644},
 *     {@code stopped by hand} ...
 */
public record Drift(String subject, String reason) {
  /**
   * The reason is empty if it was left out.
   *
   * @throws NullPointerException if it does not say what differs
   */
  public Drift {
    Objects.requireNonNull(subject, "subject is missing");
    reason = Defaults.or(reason, "");
  }
}
