package io.fleetman.job;

import io.fleetman.document.Document;

/**
 * {@code jobs/gates/<execution>/follow}: somebody watches; put again, with a fresh id, every
 * {@value #EVERY_SECONDS} s while they do. It counts for {@value #GOOD_FOR_SECONDS} s by the
 * store's clock.
 *
 * @param id fresh each time
 */
public record Follow(String id) implements Document {
  /** How often a follower says so again. */
  public static final int EVERY_SECONDS = 20;

  /** How long that counts. */
  public static final int GOOD_FOR_SECONDS = 60;

  @Override
  public String kind() {
    return "follow";
  }
}
