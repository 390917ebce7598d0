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
 * @param commandId of the command that the cell is sent, so that it is sent once however often it
 *     is tried (invariant 7); null for a fresh one
 */
public record PublishRequest(
    CellRef cell,
    Version version,
    boolean redeploy,
    @Nullable String reason,
    @Nullable String commandId) {
  /** With a fresh id. */
  public PublishRequest(CellRef cell, Version version, boolean redeploy, @Nullable String reason) {
    this(cell, version, redeploy, reason, null);
  }
}
