package io.fleetman.controller.access;

import io.fleetman.document.TokenDocument;

/**
 * A token that was just made.
 *
 * @param token what is kept of it
 * @param text the token itself, which nobody can show again
 */
public record NewToken(TokenDocument token, String text) {
  /** Without the secret. */
  @Override
  public String toString() {
    return "token " + token.id();
  }
}
