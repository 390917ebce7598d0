package io.fleetman.controller.manifest;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.ManifestDocument;
import io.fleetman.document.ManifestSpec;
import io.fleetman.layout.ManifestId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fleet's manifests. */
public final class Manifests {
  private final OpenFleet fleet;

  /** Of this fleet. */
  public Manifests(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /** Makes or changes a manifest; writes nothing if it is so already. */
  public Applied apply(ManifestId manifest, ManifestSpec spec, @Nullable String reason) {
    throw new UnsupportedOperationException(fleet.by());
  }

  /** What {@link #apply} would do. */
  public Applied preview(ManifestId manifest, ManifestSpec spec) {
    throw new UnsupportedOperationException();
  }

  /** All of them, by name. */
  public List<ManifestDocument> list() {
    throw new UnsupportedOperationException();
  }

  /** The current revision, if there is such a manifest. */
  public Optional<ManifestDocument> find(ManifestId manifest) {
    throw new UnsupportedOperationException();
  }

  /** The current revision. */
  public ManifestDocument get(ManifestId manifest) {
    throw new UnsupportedOperationException();
  }

  /** Takes a manifest away; refused while cells use it. */
  public void delete(ManifestId manifest, @Nullable String reason) {
    throw new UnsupportedOperationException();
  }
}
