package io.fleetman.controller.deployment;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.ManifestDocument;
import io.fleetman.document.TreeEntry;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Drafts that are made of what is in the bucket already, and what they still lack. */
public final class Drafts {
  private final OpenFleet fleet;
  private final Deployments deployments;

  /** Of this fleet. */
  public Drafts(OpenFleet fleet) {
    this.fleet = fleet;
    this.deployments = new Deployments(fleet);
  }

  /**
   * Makes a draft without files.
   *
   * @throws Refusal.Conflict if there is such a version already
   */
  public DeploymentDocument create(ManifestId manifest, Version version) {
    deployments.refuseClash(manifest, version);
    DeploymentDocument draft =
        DeploymentDocument.draft(manifest, version, new TreeMap<>(), fleet.author(null));
    if (fleet
            .documents()
            .create(Keys.deployment(manifest, version), draft, DeploymentDocument.class)
        instanceof WriteResult.Lost<DeploymentDocument>) {
      throw taken(manifest, version);
    }
    return draft;
  }

  private static Refusal taken(ManifestId manifest, Version version) {
    return new Refusal.Conflict(
        "there is a version " + version + " of " + manifest + " already: choose another");
  }

  /**
   * Copies files that are in the bucket already into a draft, on the store's side; makes the draft
   * if there is none.
   *
   * @param from what is copied, with the keys of its bytes
   * @throws Refusal if it is sealed, files changed meanwhile, or bytes are gone
   */
  public UploadResult copyIn(
      ManifestId manifest,
      Version version,
      SortedMap<RelativePath, TreeEntry> from,
      UploadListener listener) {
    Read<DeploymentDocument> read = deployments.read(manifest, version);
    return copyInto(read, manifest, version, from, listener);
  }

  private UploadResult copyInto(
      Read<DeploymentDocument> read,
      ManifestId manifest,
      Version version,
      SortedMap<RelativePath, TreeEntry> from,
      UploadListener listener) {
    DeploymentDocument draft = read.found().orElse(null);
    if (draft == null) {
      deployments.refuseClash(manifest, version);
    } else {
      Deployments.requireDraft(draft);
    }
    SortedMap<RelativePath, TreeEntry> files =
        new TreeMap<>(draft == null ? new TreeMap<>() : draft.files());
    SortedMap<RelativePath, TreeEntry> wanted = new TreeMap<>(files);
    wanted.putAll(from);
    DraftFiles.refuse(wanted); // before anything is copied
    TreeCopy copy = new TreeCopy(fleet, listener);
    files.putAll(copy.put(manifest, version, from, files));
    fleet.passed(KillPoint.UPLOAD_SENT);
    DeploymentDocument next = deployments.draft(draft, manifest, version, files);
    if (draft != null && draft.files().equals(files)) {
      next = draft;
    } else {
      deployments.swap(read, next);
    }
    return new UploadResult(next, 0, copy.copied(), from.size() - copy.copied(), 0, 0);
  }

  /**
   * Makes a draft with the files of another version, sealed or not.
   *
   * @throws Refusal if the new version is there already, or the other one has no files any more
   */
  public UploadResult cloneTo(
      ManifestId manifest, Version version, Version to, UploadListener listener) {
    DeploymentDocument source = deployments.get(manifest, version);
    if (source.state() == DeploymentState.PURGED) {
      throw new Refusal.Invalid(manifest + " " + version + " is purged: it has no files any more");
    }
    Read<DeploymentDocument> read = deployments.read(manifest, to);
    if (read.found().isPresent()) {
      throw taken(manifest, to);
    }
    return copyInto(read, manifest, to, source.files(), listener);
  }

  /**
   * What still keeps a draft from being sealed: files that the definition names and are not there,
   * tokens that nothing resolves, and so on, a sentence each; empty if nothing does.
   */
  public List<String> keepsFromSealing(ManifestId manifest, Version version) {
    DeploymentDocument draft = deployments.get(manifest, version);
    Deployments.requireDraft(draft);
    ManifestDocument definition = deployments.definition(manifest);
    SealPlan plan = SealPlan.of(definition.spec(), draft.files());
    return plan.problems(definition.spec(), deployments.bodies(plan));
  }
}
