package io.fleetman.controller.manifest;

import io.fleetman.document.Limits;
import io.fleetman.layout.Keys;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A resource profile as it is written for {@code apply}. */
record ResourceProfileYaml(@Nullable String kind, String name, Limits limits) {
  ResourceProfileYaml {
    Objects.requireNonNull(name, "name is missing: name the resource profile, such as small");
    Objects.requireNonNull(limits, "limits is missing: write at least one, such as memory: 512M");
    var _ = Keys.resourceProfile(name); // the name becomes part of a key: refuse a bad one here
  }

  Definition.ResourceProfile toProfile() {
    return new Definition.ResourceProfile(name, limits);
  }
}
