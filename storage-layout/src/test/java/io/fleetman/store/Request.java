package io.fleetman.store;

/**
 * One request as it reached a store, for tests that assert what something costs.
 *
 * @param kind what was asked
 * @param key the key, or the prefix of a listing, relative to the store's prefix
 */
public record Request(Kind kind, String key) {
  /** The kinds of requests; {@code DELETE_MANY} counts once for each 1,000 keys. */
  public enum Kind {
    GET,
    CONDITIONAL_GET,
    OPEN,
    LIST,
    PUT,
    PUT_FILE,
    COPY,
    DELETE,
    DELETE_MANY;

    /** True for requests that change the store. */
    public boolean writes() {
      return switch (this) {
        case GET, CONDITIONAL_GET, OPEN, LIST -> false;
        case PUT, PUT_FILE, COPY, DELETE, DELETE_MANY -> true;
      };
    }
  }
}
