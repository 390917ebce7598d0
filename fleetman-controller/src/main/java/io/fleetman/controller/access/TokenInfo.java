package io.fleetman.controller.access;

import io.fleetman.document.TokenDocument;
import java.time.Duration;

/**
 * An API token and how old it is.
 *
 * @param token as it was written
 * @param age since it was made, by the store's own clock; of a revoked one, since it was revoked
 */
public record TokenInfo(TokenDocument token, Duration age) {
  /** How long it is still good for; negative once it has ended by itself. */
  public Duration left() {
    return Duration.ofSeconds(token.lifetimeSeconds()).minus(age);
  }

  /** What it is worth. */
  public enum State {
    /** It lets its holder in. */
    GOOD,
    /** Its time is over. */
    EXPIRED,
    /** It was taken back. */
    REVOKED
  }

  /** What it is worth. */
  public State state() {
    if (token.revoked() != null) {
      return State.REVOKED;
    }
    return left().isPositive() ? State.GOOD : State.EXPIRED;
  }
}
