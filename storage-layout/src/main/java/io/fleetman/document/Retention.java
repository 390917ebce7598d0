package io.fleetman.document;

import org.jspecify.annotations.Nullable;

/**
 * How much of the past is kept when a fleet is pruned.
 *
 * @param versions how many of a cell's versions, the newest; what it is told to be, what runs and
 *     what a rollback would go to are kept besides; null: all
 * @param histories how many of a cell's histories, the newest; null: all
 */
public record Retention(@Nullable Integer versions, @Nullable Integer histories) {
  /** Everything is kept. */
  public static final Retention ALL = new Retention(null, null);

  /**
   * @throws IllegalArgumentException if a number is not positive
   */
  public Retention {
    positive("versions", versions);
    positive("histories", histories);
  }

  private static void positive(String field, @Nullable Integer number) {
    if (number != null && number < 1) {
      throw new IllegalArgumentException(
          field + ": " + number + " keeps nothing: say how many to keep, 1 at least");
    }
  }
}
