package io.fleetman.controller.support;

/** Hears how far long work is; called from several threads. */
public interface Progress {
  /** Nobody listens. */
  Progress NONE = new Progress() {};

  /** So much more there is to do. */
  default void expects(long more) {}

  /** So much more is done. */
  default void did(long more) {}
}
