package io.fleetman.controller.cli;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A version, and which cells a command is about. */
final class VersionAndCells {
  @Parameters(
      index = "0",
      paramLabel = "VERSION",
      converter = Converters.ToVersion.class,
      description = "A sealed deployment, or a version that the cell has.")
  private @Nullable Version version;

  @Parameters(
      index = "1..*",
      paramLabel = "CELL",
      description = "NODE/CELL, or CELL on all its nodes.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--manifest",
      description = "All cells of this manifest; with CELL, those of them that are.")
  private @Nullable String manifest;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "LABEL=VALUE",
      description = "Only cells on nodes with this label; may be given several times.")
  private List<String> labels = new ArrayList<>();

  /** The version. */
  Version version() {
    return Objects.requireNonNull(version, "picocli requires it");
  }

  /** The cells, at least one. */
  List<CellRef> resolve(OpenFleet fleet) {
    return CellArguments.resolve(fleet, names, manifest, labels);
  }
}
