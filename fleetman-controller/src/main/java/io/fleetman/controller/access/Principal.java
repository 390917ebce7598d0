package io.fleetman.controller.access;

import io.fleetman.layout.UserId;

/** Whoever asks for an operation, once it is known who it is. */
public sealed interface Principal {
  /** As documents and the activity name them. */
  String by();

  /** Somebody who signed in with a password. */
  record User(UserId user) implements Principal {
    @Override
    public String by() {
      return user.toString();
    }
  }

  /**
   * A program that shows an API token.
   *
   * @param owner in whose name it acts
   * @param id the token's public part
   * @param name what the token is for
   */
  record Token(UserId owner, String id, String name) implements Principal {
    @Override
    public String by() {
      return owner + " (token " + name + ")";
    }
  }

  /** Whoever holds the bucket's keys: the command line. */
  record Local(String by) implements Principal {}
}
