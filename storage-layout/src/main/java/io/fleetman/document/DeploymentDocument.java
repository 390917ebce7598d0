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
 * @param swept id of the last clean-up of bytes that no index named; null if there was none.
 *     Whoever put bytes before it must not name them after it
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
    @Nullable String swept,
    Author author)
    implements Document {
  /** Maps that were left out are empty. */
  public DeploymentDocument {
    files = Defaults.sorted(files);
  }

  /** A draft that nobody has swept. */
  public static DeploymentDocument draft(
      ManifestId manifest,
      Version version,
      SortedMap<RelativePath, TreeEntry> files,
      Author author) {
    return new DeploymentDocument(
        manifest, version, DeploymentState.DRAFT, null, null, null, files, null, author);
  }

  /** The same with other files. */
  public DeploymentDocument withFiles(SortedMap<RelativePath, TreeEntry> next, Author by) {
    return new DeploymentDocument(
        manifest, version, state, spec, manifestRevision, digest, next, swept, by);
  }

  /** The same in another state. */
  public DeploymentDocument in(DeploymentState next, Author by) {
    return new DeploymentDocument(
        manifest, version, next, spec, manifestRevision, digest, files, swept, by);
  }

  /** The same after a clean-up. */
  public DeploymentDocument sweptBy(String id, Author by) {
    return new DeploymentDocument(
        manifest, version, state, spec, manifestRevision, digest, files, id, by);
  }

  @Override
  public String kind() {
    return "deployment";
  }
}
