package io.fleetman.controller.manifest;

import io.fleetman.codec.DocumentException;
import io.fleetman.document.Limits;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.Keys;
import org.jspecify.annotations.Nullable;

/** A resource profile as it is written for {@code apply}. */
record ResourceProfileYaml(@Nullable String kind, @Nullable String name, @Nullable Limits limits) {
  Definition.ResourceProfile toProfile(String where) {
    String named = Required.of(where, "name", name, "name the resource profile, such as small");
    try {
      var _ = Keys.resourceProfile(named); // it becomes part of a key: refuse a bad one here
    } catch (InvalidNameException e) {
      throw new DocumentException(where + ": name: " + e.getMessage(), e);
    }
    return new Definition.ResourceProfile(
        named, Required.of(where, "limits", limits, "write at least one, such as memory: 512M"));
  }
}
