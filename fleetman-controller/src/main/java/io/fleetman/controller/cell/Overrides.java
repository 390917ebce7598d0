package io.fleetman.controller.cell;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.FileType;
import io.fleetman.document.OverridesDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files of one cell that are laid over the deployment's when it is published. */
public final class Overrides {
  private final OpenFleet fleet;

  /** Of this fleet. */
  public Overrides(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * How an override is installed; null: as the deployment's file of that path, else by the file
   * itself.
   */
  public record Attributes(
      @Nullable FileType type,
      @Nullable String owner,
      @Nullable String group,
      @Nullable String mode) {
    /** Nothing said. */
    public static final Attributes NONE = new Attributes(null, null, null, null);
  }

  /** Lays a file over the deployment's; it counts from the next publish on. */
  public OverridesDocument set(
      CellRef cell, RelativePath path, Path file, Attributes attributes, @Nullable String reason) {
    throw new UnsupportedOperationException(fleet.by());
  }

  /** Leaves the deployment's file of this path out on this cell. */
  public OverridesDocument hide(CellRef cell, RelativePath path, @Nullable String reason) {
    throw new UnsupportedOperationException();
  }

  /** Takes an override away, so that the deployment's file counts again. */
  public OverridesDocument remove(CellRef cell, RelativePath path, @Nullable String reason) {
    throw new UnsupportedOperationException();
  }

  /** The cell's overrides, if it ever had any. */
  public Optional<OverridesDocument> list(CellRef cell) {
    throw new UnsupportedOperationException();
  }
}
