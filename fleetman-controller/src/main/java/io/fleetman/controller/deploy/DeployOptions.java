package io.fleetman.controller.deploy;

import io.fleetman.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * How to deploy.
 *
 * @param version null: by git, else by content
 * @param redeploy do it again though it is so already
 * @param reason why, for people; null if not said
 */
public record DeployOptions(@Nullable Version version, boolean redeploy, @Nullable String reason) {
  /** Nothing said. */
  public static final DeployOptions DEFAULT = new DeployOptions(null, false, null);
}
