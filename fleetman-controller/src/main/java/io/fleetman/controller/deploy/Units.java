package io.fleetman.controller.deploy;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.UnitPreview;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.CellDocument;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.NodeReport;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What agents would make of a definition, with what the fleet knows of the place it runs in. */
public final class Units {
  /** A node's service folder unless its agent says otherwise. */
  public static final Path BASE = Path.of("/opt/fleetman");

  /** What stands for a version that is not said. */
  public static final Version VERSION = new Version("VERSION");

  private Units() {}

  /**
   * The unit or program of a definition.
   *
   * @param cell whose variables and node's labels count; null: example names stand in
   */
  public static UnitPreview of(
      OpenFleet fleet,
      ManifestId manifest,
      ManifestSpec spec,
      @Nullable CellRef cell,
      Version version,
      Path base) {
    ManifestSpec resolved = new Manifests(fleet).resolved(spec);
    return UnitPreview.of(manifest, resolved, target(fleet, manifest, cell, version, base));
  }

  private static UnitPreview.Target target(
      OpenFleet fleet, ManifestId manifest, @Nullable CellRef cell, Version version, Path base) {
    if (cell == null) {
      CellRef example = CellRef.parse("node/" + manifest);
      return new UnitPreview.Target(example, version, Map.of(), Map.of(), base);
    }
    CellDocument document = new Cells(fleet).get(cell);
    Map<String, String> labels =
        fleet
            .documents()
            .read(Keys.report(cell.node()), NodeReport.class)
            .found()
            .<Map<String, String>>map(NodeReport::labels)
            .orElse(Map.of());
    return new UnitPreview.Target(cell, version, document.variables(), labels, base);
  }
}
