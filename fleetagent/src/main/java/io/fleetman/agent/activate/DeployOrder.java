package io.fleetman.agent.activate;

import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.CellId;

/**
 * What a cell is to become. Its list of files is let go of as soon as they are on the disk: of a
 * large release it is most of what the agent holds in memory, and judging may take minutes.
 */
public final class DeployOrder {
  private final CellId cell;
  private final String cellUid;
  private final String deployId;
  private final boolean startAfter;
  private final Runnable onInstalled;
  private SnapshotMark.Snapshot snapshot;

  /** An order whose end of installing nobody waits for. */
  public DeployOrder(
      CellId cell,
      String cellUid,
      String deployId,
      SnapshotMark.Snapshot snapshot,
      boolean startAfter) {
    this(cell, cellUid, deployId, snapshot, startAfter, () -> {});
  }

  /**
   * An order.
   *
   * @param cell its id
   * @param cellUid its uid, kept in the release's record
   * @param deployId the wish; the same one again finishes what was begun, or finds it done
   * @param snapshot what to install
   * @param startAfter false: put in place and not started, because the cell is to be stopped
   * @param onInstalled told when the files are on the disk and their list is let go of
   */
  public DeployOrder(
      CellId cell,
      String cellUid,
      String deployId,
      SnapshotMark.Snapshot snapshot,
      boolean startAfter,
      Runnable onInstalled) {
    this.cell = cell;
    this.cellUid = cellUid;
    this.deployId = deployId;
    this.snapshot = snapshot;
    this.startAfter = startAfter;
    this.onInstalled = onInstalled;
  }

  /** The cell's id. */
  public CellId cell() {
    return cell;
  }

  /** The cell's uid, kept in the release's record. */
  public String cellUid() {
    return cellUid;
  }

  /** The wish; the same one again finishes what was begun, or finds it done. */
  public String deployId() {
    return deployId;
  }

  /** What to install; once it is installed, what it takes to run it. */
  public SnapshotMark.Snapshot snapshot() {
    return snapshot;
  }

  /** False: put in place and not started, because the cell is to be stopped. */
  public boolean startAfter() {
    return startAfter;
  }

  /** The files are on the disk; {@code toRun} is what of the snapshot is still needed. */
  void installed(SnapshotMark.Snapshot toRun) {
    snapshot = toRun;
    onInstalled.run();
  }
}
