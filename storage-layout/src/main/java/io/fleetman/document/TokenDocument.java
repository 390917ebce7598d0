package io.fleetman.document;

import io.fleetman.layout.UserId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code access/tokens/<id>.json}: an API token, as far as a store may know it.
 *
 * @param id its public part
 * @param name what it is for
 * @param owner whose it is; it is worth nothing once they are removed
 * @param ownerUid which bearer of the owner's name
 * @param sha256 of its secret, which is 256 random bits
 * @param lastFour the last characters of the secret, by which people tell tokens apart
 * @param lifetimeSeconds after which it is worth nothing, counted from this object's last write by
 *     the store's own clock (invariant 11)
 * @param revoked who took it back; null while it is good
 * @param author who made it
 */
public record TokenDocument(
    String id,
    String name,
    UserId owner,
    String ownerUid,
    String sha256,
    String lastFour,
    long lifetimeSeconds,
    @Nullable Author revoked,
    Author author)
    implements Document {
  /**
   * @throws NullPointerException if a field is missing
   */
  public TokenDocument {
    Objects.requireNonNull(id, "id is missing");
    Objects.requireNonNull(owner, "owner is missing");
    Objects.requireNonNull(ownerUid, "ownerUid is missing");
    Objects.requireNonNull(sha256, "sha256 is missing");
  }

  @Override
  public String kind() {
    return "token";
  }
}
