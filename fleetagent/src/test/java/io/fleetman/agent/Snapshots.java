package io.fleetman.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.codec.Json;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.Profile;
import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Snapshots for a host that installs nothing. */
final class Snapshots {
  private Snapshots() {}

  /** Without files, of a manifest that says its profile and nothing else. */
  static SnapshotMark.Snapshot empty(CellRef ref, Version version, Profile profile) {
    String spec = "{\"profile\": \"" + profile.name().toLowerCase(Locale.ROOT) + "\"}";
    return new SnapshotMark.Snapshot(
        ref.node(),
        ref.cell(),
        new ManifestId("app"),
        version,
        version,
        "",
        Json.read("spec", spec.getBytes(UTF_8), ManifestSpec.class),
        Map.of(),
        new TreeMap<>(),
        null);
  }
}
