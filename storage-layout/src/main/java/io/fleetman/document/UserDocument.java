package io.fleetman.document;

import io.fleetman.layout.UserId;
import java.util.Objects;

/**
 * {@code access/users/<user>.json}: somebody who may sign in.
 *
 * @param user their name
 * @param uid fresh each time the name is given to somebody; tokens of another one are over
 * @param passwordHash of their password, with its algorithm and parameters (PHC string)
 * @param sessionEpoch changes with the password and with removal; sessions of another one are over
 * @param removed true once they were taken away; the name may be used again
 * @param author who changed this last
 */
public record UserDocument(
    UserId user,
    String uid,
    String passwordHash,
    String sessionEpoch,
    boolean removed,
    Author author)
    implements Document {
  /**
   * @throws NullPointerException if a field is missing
   */
  public UserDocument {
    Objects.requireNonNull(user, "user is missing");
    Objects.requireNonNull(uid, "uid is missing");
    Objects.requireNonNull(passwordHash, "passwordHash is missing");
    Objects.requireNonNull(sessionEpoch, "sessionEpoch is missing");
  }

  @Override
  public String kind() {
    return "user";
  }

  /** Without the hash: what goes to logs stays there. */
  @Override
  public String toString() {
    return "user " + user + (removed ? " (removed)" : "");
  }
}
