package io.fleetman.controller.support;

/** Hears how far long work is, and may end it between two steps; called from several threads. */
public interface Progress {
  /** Nobody listens. */
  Progress NONE = new Progress() {};

  /** So much more there is to do. */
  default void expects(long more) {}

  /** So much more is done. */
  default void did(long more) {}

  /**
   * Called before each step that need not be taken: where nothing is half done.
   *
   * @throws Canceled if somebody asked for the work to stop
   */
  default void proceed() {}
}
