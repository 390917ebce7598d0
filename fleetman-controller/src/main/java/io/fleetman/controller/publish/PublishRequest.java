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
 * @param seen what the cell must be told to be still; null: whatever that is
 */
public record PublishRequest(
    CellRef cell,
    Version version,
    boolean redeploy,
    @Nullable String reason,
    @Nullable String commandId,
    @Nullable Seen seen) {
  /**
   * What somebody saw before they agreed.
   *
   * @param version what the cell was told to be; null: nothing
   */
  public record Seen(@Nullable Version version) {}

  /** Whatever the cell was told to be. */
  public PublishRequest(
      CellRef cell,
      Version version,
      boolean redeploy,
      @Nullable String reason,
      @Nullable String commandId) {
    this(cell, version, redeploy, reason, commandId, null);
  }

  /** The same, only if what changes is what this plan says. */
  public PublishRequest after(ChangePlan plan) {
    return new PublishRequest(cell, version, redeploy, reason, commandId, new Seen(plan.from()));
  }

  /** With a fresh id. */
  public PublishRequest(CellRef cell, Version version, boolean redeploy, @Nullable String reason) {
    this(cell, version, redeploy, reason, null);
  }
}
