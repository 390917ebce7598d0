package io.fleetman.agent.install;

/**
 * A release and where it is.
 *
 * @param name of its folder below {@code releases/}
 * @param record what is known about it
 */
public record Release(String name, ReleaseRecord record) {
  /** The same release with another record. */
  public Release with(ReleaseRecord next) {
    return new Release(name, next);
  }
}
