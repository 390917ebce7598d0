package io.fleetman.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A typed document as it was read. */
public sealed interface Read<T> {
  /**
   * It is there.
   *
   * @param value the document
   * @param etag its state, for a swap
   * @param lastModified the store's time of its last write
   * @param storeNow the store's Date when it answered
   */
  record Found<T>(T value, ETag etag, Instant lastModified, Instant storeNow) implements Read<T> {
    /** How old it is, by the store's own clock alone. */
    public Duration age() {
      return Duration.between(lastModified, storeNow);
    }
  }

  /** The store answered that there is none. */
  record Absent<T>() implements Read<T> {}

  /** The document, if there is one. */
  default Optional<T> found() {
    return this instanceof Found<T> found ? Optional.of(found.value()) : Optional.empty();
  }

  /** The precondition under which a write replaces exactly what was read. */
  default Precondition unchanged() {
    return this instanceof Found<T> found
        ? Precondition.matches(found.etag())
        : Precondition.ABSENT;
  }
}
