package io.fleetman.agent.install;

import io.fleetman.document.SnapshotMark;
import io.fleetman.killpoint.KillPoints;
import java.util.Map;

/**
 * A release to be put together.
 *
 * @param folder the cell's
 * @param cellUid kept in its record
 * @param deployId kept in its record
 * @param snapshot what it is made from
 * @param tokens what template tokens stand for
 * @param kills told of every step
 */
public record InstallRequest(
    CellFolder folder,
    String cellUid,
    String deployId,
    SnapshotMark.Snapshot snapshot,
    Map<String, String> tokens,
    KillPoints kills) {
  /** The name of its folder. */
  public String name() {
    return CellFolder.releaseName(snapshot.version(), deployId);
  }
}
