package io.fleetman.store;

/** What a typed write came to. */
public sealed interface WriteResult<T> {
  /**
   * It was written, by this call or by an attempt of it whose answer was lost.
   *
   * @param etag the document's new state
   */
  record Written<T>(ETag etag) implements WriteResult<T> {}

  /**
   * Somebody else's write came first; nothing was changed.
   *
   * @param current what stands there now
   */
  record Lost<T>(Read<T> current) implements WriteResult<T> {}
}
