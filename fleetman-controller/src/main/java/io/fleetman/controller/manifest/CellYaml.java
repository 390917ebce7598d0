package io.fleetman.controller.manifest;

import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A single cell as it is written for {@code apply}. */
record CellYaml(
    @Nullable String kind,
    @Nullable NodeId node,
    @Nullable CellId id,
    @Nullable ManifestId manifest,
    @Nullable Map<String, String> variables) {
  Definition.Cell toCell(String where) {
    ManifestId runs = Required.of(where, "manifest", manifest, "say what the cell runs");
    return new Definition.Cell(
        Required.of(where, "node", node, "say on which node the cell runs"),
        id == null ? new CellId(runs.value()) : id,
        runs,
        ServiceYaml.map(variables));
  }
}
