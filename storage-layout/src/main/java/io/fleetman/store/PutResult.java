package io.fleetman.store;

/** What a put came to. Anything else is a {@link StoreException}. */
public sealed interface PutResult {
  /**
   * It was written.
   *
   * @param etag the object's new state
   */
  record Written(ETag etag) implements PutResult {}

  /**
   * The precondition did not hold (412, or 404 for a swap on a missing key); nothing was written.
   */
  record Refused() implements PutResult {}
}
