package io.fleetman.controller.cli;

import io.fleetman.layout.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A version, and which cells a command is about. */
final class VersionAndCells extends CellFilter {
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

  /** The version. */
  Version version() {
    return Objects.requireNonNull(version, "picocli requires it");
  }

  @Override
  List<String> names() {
    return names;
  }
}
