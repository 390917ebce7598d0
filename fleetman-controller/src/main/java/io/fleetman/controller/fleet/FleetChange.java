package io.fleetman.controller.fleet;

import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import java.util.Set;

/**
 * What a refresh found changed.
 *
 * @param sequence counts from 1 in each run of a controller; another run counts afresh
 * @param nodes that changed, came or went; the figures that every heartbeat brings do not count
 * @param cells that changed, came or went
 */
public record FleetChange(long sequence, Set<NodeId> nodes, Set<CellRef> cells) {}
