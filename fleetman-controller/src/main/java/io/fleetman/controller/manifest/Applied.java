package io.fleetman.controller.manifest;

/**
 * What applying one definition came to.
 *
 * @param what such as {@code manifest web} or {@code resource profile small}
 * @param change what was done
 * @param revision the manifest's revision now; 0 for a resource profile
 */
public record Applied(String what, Change change, int revision) {
  /** What was done. */
  public enum Change {
    /** There was none. */
    CREATED,
    /** There was another. */
    CHANGED,
    /** It is so already; nothing was written. */
    UNCHANGED
  }
}
