package io.fleetman.controller.cli;

import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The version of a manifest that a command is about. */
final class ManifestVersion {
  @Parameters(index = "0", paramLabel = "MANIFEST", converter = Converters.ToManifest.class)
  private @Nullable ManifestId manifest;

  @Parameters(index = "1", paramLabel = "VERSION", converter = Converters.ToVersion.class)
  private @Nullable Version version;

  ManifestId manifest() {
    return Objects.requireNonNull(manifest, "picocli requires it");
  }

  Version version() {
    return Objects.requireNonNull(version, "picocli requires it");
  }
}
