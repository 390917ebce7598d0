package io.fleetman.controller.deployment;

import io.fleetman.document.Author;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as lists show it: without its files.
 *
 * @param files how many, folders not counted
 * @param bytes all of them
 * @param manifestRevision which it was sealed against; null before
 * @param digest of the sealed tree; null before
 * @param author who changed it last
 */
public record DeploymentSummary(
    ManifestId manifest,
    Version version,
    DeploymentState state,
    int files,
    long bytes,
    @Nullable Integer manifestRevision,
    @Nullable String digest,
    Author author) {
  /** Of this one. */
  public static DeploymentSummary of(DeploymentDocument d) {
    return new DeploymentSummary(
        d.manifest(),
        d.version(),
        d.state(),
        (int) d.files().values().stream().filter(f -> f.type() != FileType.FOLDER).count(),
        d.files().values().stream().mapToLong(TreeEntry::size).sum(),
        d.manifestRevision(),
        d.digest(),
        d.author());
  }
}
