package io.fleetman.controller.manifest;

import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A single cell as it is written for {@code apply}. */
record CellYaml(
    @Nullable String kind,
    NodeId node,
    @Nullable CellId id,
    ManifestId manifest,
    @Nullable Map<String, String> variables) {
  CellYaml {
    Objects.requireNonNull(node, "node is missing: say on which node the cell runs");
    Objects.requireNonNull(manifest, "manifest is missing: say what the cell runs");
  }

  Definition.Cell toCell() {
    return new Definition.Cell(
        node, id == null ? new CellId(manifest.value()) : id, manifest, ServiceYaml.map(variables));
  }
}
