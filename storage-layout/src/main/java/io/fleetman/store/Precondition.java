package io.fleetman.store;

/** What must hold for a put to happen. */
public sealed interface Precondition {
  /**
   * No condition: the last writer wins. Only for bytes under a fresh key, doorbells and the like.
   */
  Precondition NONE = new None();

  /** The key must not exist ({@code If-None-Match: *}). */
  Precondition ABSENT = new Absent();

  /** The object must still be the one with this ETag ({@code If-Match}). */
  static Precondition matches(ETag etag) {
    return new Matches(etag);
  }

  /** See {@link #NONE}. */
  record None() implements Precondition {}

  /** See {@link #ABSENT}. */
  record Absent() implements Precondition {}

  /** See {@link #matches}. */
  record Matches(ETag etag) implements Precondition {}
}
