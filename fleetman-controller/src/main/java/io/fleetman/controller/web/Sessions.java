package io.fleetman.controller.web;

import io.fleetman.controller.access.Principal;
import io.javalin.http.Context;

/** The one place where a request becomes a principal. */
final class Sessions {
  static final String COOKIE = "fleetman_session";

  private final String local;

  /**
   * @param local who acts while there are no users, and only this machine can ask
   */
  Sessions(String local) {
    this.local = local;
  }

  Principal principal(Context ctx) {
    return new Principal.Local(local);
  }
}
