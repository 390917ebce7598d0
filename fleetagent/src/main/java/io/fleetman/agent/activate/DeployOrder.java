package io.fleetman.agent.activate;

import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.CellId;

/**
 * What a cell is to become.
 *
 * @param cell its id
 * @param cellUid its uid, kept in the release's record
 * @param deployId the wish; the same one again finishes what was begun, or finds it done
 * @param snapshot what to install
 * @param startAfter false: put in place and not started, because the cell is to be stopped
 */
public record DeployOrder(
    CellId cell,
    String cellUid,
    String deployId,
    SnapshotMark.Snapshot snapshot,
    boolean startAfter) {}
