package io.fleetman.controller.publish;

import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * A wish to publish.
 *
 * @param cell to which cell
 * @param version a sealed deployment of its manifest, or a snapshot that the cell has
 * @param redeploy do it again though it is so already
 * @param reason why, for people; null if not said
 */
public record PublishRequest(
    CellRef cell, Version version, boolean redeploy, @Nullable String reason) {}
