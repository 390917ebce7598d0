package io.fleetman.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing, in the order of the keys' UTF-8 bytes.
 *
 * @param objects what lies directly under the prefix, or all below it without a delimiter
 * @param folders common prefixes, each ending in the delimiter
 * @param next continuation for the next page; null on the last
 * @param storeNow the store's Date when it answered; null if it did not say
 */
public record ListPage(
    List<Entry> objects, List<String> folders, @Nullable String next, @Nullable Instant storeNow) {
  /**
   * An object of the listing.
   *
   * @param key relative to the fleet's prefix
   * @param size bytes
   * @param etag its state
   * @param lastModified the store's time of its last write
   */
  public record Entry(String key, long size, ETag etag, Instant lastModified) {}
}
