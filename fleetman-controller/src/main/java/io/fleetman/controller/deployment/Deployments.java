package io.fleetman.controller.deployment;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fleet's deployments. */
public final class Deployments {
  private final OpenFleet fleet;

  /** Of this fleet. */
  public Deployments(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /** What an upload does with files of the draft that the tree has not. */
  public enum Mode {
    /** They stay. */
    ADD,
    /** They go: the draft becomes the tree. */
    REPLACE
  }

  /** A manifest's deployments, newest first. */
  public List<DeploymentDocument> list(ManifestId manifest) {
    throw new UnsupportedOperationException(fleet.by());
  }

  /** One of them, if it exists. */
  public Optional<DeploymentDocument> find(ManifestId manifest, Version version) {
    throw new UnsupportedOperationException();
  }

  /** One of them. */
  public DeploymentDocument get(ManifestId manifest, Version version) {
    throw new UnsupportedOperationException();
  }

  /**
   * Puts what the draft lacks and swaps its index; makes the draft if there is none.
   *
   * @throws io.fleetman.controller.support.Refusal if it is sealed, or files changed meanwhile
   */
  public UploadResult upload(
      ManifestId manifest, Version version, HashedTree tree, Mode mode, UploadListener listener) {
    throw new UnsupportedOperationException();
  }

  /** Takes files out of a draft. */
  public DeploymentDocument removeFiles(
      ManifestId manifest, Version version, Collection<RelativePath> paths) {
    throw new UnsupportedOperationException();
  }

  /**
   * Freezes a draft with the manifest's current revision.
   *
   * @throws io.fleetman.controller.support.Refusal with everything that would fail on a node
   */
  public SealResult seal(ManifestId manifest, Version version, @Nullable String reason) {
    throw new UnsupportedOperationException();
  }

  /** Puts a deployment into the recycle bin. */
  public void recycle(ManifestId manifest, Version version, @Nullable String reason) {
    throw new UnsupportedOperationException();
  }
}
