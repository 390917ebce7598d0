package io.fleetman.document;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote an intent, when, and why.
 *
 * @param by user and host, or the portal's user
 * @param at the writer's clock; shown, never compared
 * @param reason free text; null if none was given
 */
public record Author(String by, Instant at, @Nullable String reason) {
  /** Of a document that was written by hand and does not say. */
  public static final Author UNKNOWN = new Author("somebody", Instant.EPOCH, null);

  /** Somebody, long ago, if a document that was written by hand leaves that out. */
  public Author {
    by = Defaults.or(by, "somebody");
    at = Defaults.or(at, Instant.EPOCH);
  }
}
