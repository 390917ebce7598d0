package io.fleetman.document;

import org.jspecify.annotations.Nullable;

/**
 * The hooks of a service; null is none.
 *
 * @param preStart before the new release is started, the old one already stopped: failure rolls
 *     back
 * @param postStart after the new release is healthy: failure rolls back
 * @param preStop before a running release is stopped: failure is reported and does not stop it
 * @param postStop after it has stopped: failure is reported
 */
public record Hooks(
    @Nullable Hook preStart,
    @Nullable Hook postStart,
    @Nullable Hook preStop,
    @Nullable Hook postStop) {
  /** No hooks. */
  public static final Hooks NONE = new Hooks(null, null, null, null);
}
