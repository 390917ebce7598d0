package io.fleetman.document;

import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code deployments/<manifest>/<version>/deployment.json}: one version of a manifest's files.
 *
 * @param manifest whose
 * @param version which
 * @param state where it is in its life
 * @param spec the manifest's definition as it was when this was sealed; null in a draft
 * @param manifestRevision which revision {@code spec} is; null in a draft
 * @param digest sha256 over spec and files, by which "the same content" is told; null in a draft
 * @param files the tree's index
 * @param author who changed it last
 */
public record DeploymentDocument(
    ManifestId manifest,
    Version version,
    DeploymentState state,
    @Nullable ManifestSpec spec,
    @Nullable Integer manifestRevision,
    @Nullable String digest,
    SortedMap<RelativePath, TreeEntry> files,
    Author author)
    implements Document {
  /** Maps that were left out are empty. */
  public DeploymentDocument {
    files = Defaults.sorted(files);
  }

  @Override
  public String kind() {
    return "deployment";
  }
}
