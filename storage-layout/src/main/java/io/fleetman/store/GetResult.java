package io.fleetman.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a read of a small object came to. Anything else is a {@link StoreException}. */
public sealed interface GetResult {
  /**
   * The object is there.
   *
   * @param body its bytes
   * @param etag its state
   * @param lastModified the store's time of its last write
   * @param storeNow the store's Date when it answered: with {@code lastModified} the only pair of
   *     times that may be compared
   */
  @SuppressWarnings("ArrayRecordComponent") // bodies are compared by their hash, never as records
  record Found(byte[] body, ETag etag, Instant lastModified, Instant storeNow)
      implements GetResult {}

  /**
   * The object is as it was when the caller last saw it.
   *
   * @param storeNow the store's Date when it answered; null if it did not say
   */
  record Unchanged(@Nullable Instant storeNow) implements GetResult {}

  /** The store answered that there is no such object. */
  record Absent() implements GetResult {}
}
