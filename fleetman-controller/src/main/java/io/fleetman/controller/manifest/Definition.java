package io.fleetman.controller.manifest;

import io.fleetman.document.Limits;
import io.fleetman.document.ManifestSpec;
import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import java.util.List;
import java.util.SortedMap;

/** What one YAML document for {@code apply} defines. */
public sealed interface Definition {
  /**
   * A manifest with the cells it is mapped onto: what {@code fleetman.yaml} holds.
   *
   * @param manifest its name
   * @param spec its definition
   * @param cells where it belongs; empty if that is said elsewhere
   */
  record Service(ManifestId manifest, ManifestSpec spec, List<CellEntry> cells)
      implements Definition {}

  /** A single cell. */
  record Cell(NodeId node, CellId id, ManifestId manifest, SortedMap<String, String> variables)
      implements Definition {}

  /** A reusable set of limits. */
  record ResourceProfile(String name, Limits limits) implements Definition {}
}
