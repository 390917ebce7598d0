package io.fleetman.controller.web;

import io.fleetman.controller.access.Principal;

/** Who sent a request, as far as it is known. */
sealed interface Caller {
  /** Somebody who may be asked what they are allowed. */
  record Known(Principal principal) implements Caller {}

  /**
   * Nobody in particular: they have to sign in.
   *
   * @param why a sentence for them
   */
  record Nobody(String why) implements Caller {}
}
