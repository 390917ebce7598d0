package io.fleetman.controller.manifest;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.Limits;
import io.fleetman.document.ResourceProfileDocument;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fleet's resource profiles. */
public final class ResourceProfiles {
  private final OpenFleet fleet;

  /** Of this fleet. */
  public ResourceProfiles(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /** Makes or changes one; writes nothing if it is so already. */
  public Applied apply(String name, Limits limits, @Nullable String reason) {
    throw new UnsupportedOperationException(fleet.by());
  }

  /** All of them, by name. */
  public List<ResourceProfileDocument> list() {
    throw new UnsupportedOperationException();
  }

  /** One of them. */
  public Optional<ResourceProfileDocument> find(String name) {
    throw new UnsupportedOperationException();
  }
}
