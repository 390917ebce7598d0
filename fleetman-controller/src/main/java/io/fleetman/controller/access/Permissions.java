package io.fleetman.controller.access;

import io.fleetman.document.FleetObject;

/** The one place where an operation is allowed. Pure. */
public final class Permissions {
  private Permissions() {}

  /** Whether somebody may do something. */
  public sealed interface Decision {
    /** They may. */
    record Allowed() implements Decision {}

    /**
     * They may not.
     *
     * @param reason a sentence for them
     */
    record Denied(String reason) implements Decision {}
  }

  /**
   * Decides. There are no roles yet: whoever got in may do everything, but that a token makes no
   * tokens and no users, so that one that leaked ends when it is revoked.
   */
  public static Decision check(Principal principal, Operation operation, FleetObject object) {
    boolean keeps =
        object.kind() == FleetObject.Kind.USER || object.kind() == FleetObject.Kind.TOKEN;
    return switch (principal) {
      case Principal.Local _, Principal.User _ -> new Decision.Allowed();
      case Principal.Token token when operation == Operation.ADMINISTER && keeps ->
          new Decision.Denied(
              "the token '"
                  + token.name()
                  + "' may not change "
                  + object
                  + ": sign in with a password for that");
      case Principal.Token _ -> new Decision.Allowed();
    };
  }
}
