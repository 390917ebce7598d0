package io.fleetman.controller.manifest;

import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import java.util.SortedMap;

/**
 * One entry of {@code cells} in a service's file.
 *
 * @param node where
 * @param id the cell's id there; the manifest's name if the file leaves it out
 * @param variables win over the manifest's
 */
public record CellEntry(NodeId node, CellId id, SortedMap<String, String> variables) {
  /** Node and id together. */
  public CellRef ref() {
    return new CellRef(node, id);
  }
}
