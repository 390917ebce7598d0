package io.fleetman.controller.deployment;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.tree.Expected;
import io.fleetman.controller.tree.FileTree;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.Modes;
import io.fleetman.controller.tree.TreeCheck;
import io.fleetman.controller.tree.TreeTag;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A draft's files, put, edited and taken out path by path. Two who change different paths at once
 * both succeed, since neither takes anything from the other; of two who change one path the second
 * is told. Bytes that were put before a clean-up are never named after it.
 */
public final class DraftFiles {
  // Uploads in batches come side by side; somebody else's paths are no reason to give up.
  private static final int ATTEMPTS = 50;

  private final OpenFleet fleet;
  private final Deployments deployments;

  /** Of this fleet. */
  public DraftFiles(OpenFleet fleet) {
    this.fleet = fleet;
    this.deployments = new Deployments(fleet);
  }

  /**
   * Puts files into a draft, which is made if there is none; other files stay.
   *
   * @param expected of each of the files
   * @param seen the {@link Tag} that the draft must have; null: whatever it has
   * @return what is there now
   * @throws Refusal.Conflict if one of the files is not as expected, or was changed meanwhile
   * @throws Refusal if it is sealed, or would hold what no node can install
   */
  public UploadResult put(
      ManifestId manifest,
      Version version,
      HashedTree tree,
      Expected expected,
      @Nullable String seen,
      UploadListener listener) {
    Read<DeploymentDocument> read = deployments.read(manifest, version);
    if (seen != null && !seen.equals(read.found().map(Tag::of).orElse(null))) {
      throw Deployments.changed(manifest, version);
    }
    if (read.found().isEmpty()) {
      deployments.refuseClash(manifest, version);
    }
    SortedMap<RelativePath, TreeEntry> before = draftFiles(read);
    tree.index().forEach((path, entry) -> require(before.get(path), entry, path, expected));
    refuse(merged(before, tree.index(), List.of())); // before any byte is sent
    TreeUpload upload = new TreeUpload(fleet, listener);
    SortedMap<RelativePath, TreeEntry> sent = upload.put(manifest, version, tree, before, List::of);
    sent.replaceAll((path, entry) -> keepingAttributes(before.get(path), entry));
    fleet.passed(KillPoint.UPLOAD_SENT);
    DeploymentDocument now = change(read, manifest, version, sent, List.of(), seen != null);
    return new UploadResult(
        now, upload.uploaded(), upload.copied(), upload.unchanged(), 0, upload.bytes());
  }

  /** The same, whatever state the draft is in. */
  public UploadResult put(
      ManifestId manifest,
      Version version,
      HashedTree tree,
      Expected expected,
      UploadListener listener) {
    return put(manifest, version, tree, expected, null, listener);
  }

  /**
   * Takes files, and all below folders, out of a draft.
   *
   * @param expected of each of the paths
   * @throws Refusal.NotFound if one of them is not there
   * @throws Refusal.Conflict if one of them is not as expected, or was changed meanwhile
   */
  public DeploymentDocument remove(
      ManifestId manifest, Version version, Collection<RelativePath> paths, Expected expected) {
    Read<DeploymentDocument> read = existing(manifest, version);
    SortedMap<RelativePath, TreeEntry> before = draftFiles(read);
    List<RelativePath> gone = new ArrayList<>();
    for (RelativePath path : paths) {
      List<RelativePath> found =
          before.keySet().stream().filter(p -> p.equals(path) || path.isParentOf(p)).toList();
      if (found.isEmpty()) {
        throw absent(manifest, version, path);
      }
      require(before.get(path), null, path, expected);
      gone.addAll(found);
    }
    return change(read, manifest, version, new TreeMap<>(), gone, false);
  }

  /** The same, whatever is there. */
  public DeploymentDocument remove(
      ManifestId manifest, Version version, Collection<RelativePath> paths) {
    return remove(manifest, version, paths, new Expected.Anything());
  }

  /**
   * The same for whoever saw what is there.
   *
   * @param seen the {@link TreeTag} of each path; empty: whatever is there
   */
  public DeploymentDocument remove(
      ManifestId manifest, Version version, Map<RelativePath, String> seen) {
    Read<DeploymentDocument> read = existing(manifest, version);
    SortedMap<RelativePath, TreeEntry> before = draftFiles(read);
    List<RelativePath> gone = new ArrayList<>();
    seen.forEach(
        (path, tag) -> {
          requireTag(before, path, tag);
          List<RelativePath> found =
              before.keySet().stream().filter(p -> p.equals(path) || path.isParentOf(p)).toList();
          if (found.isEmpty()) {
            throw absent(manifest, version, path);
          }
          gone.addAll(found);
        });
    return change(read, manifest, version, new TreeMap<>(), gone, false);
  }

  private static void requireTag(
      SortedMap<RelativePath, TreeEntry> files, RelativePath path, @Nullable String tag) {
    if (tag != null && !tag.isEmpty() && !TreeTag.at(files, path).equals(tag)) {
      throw new Refusal.Conflict(
          "'" + path + "' was changed by somebody else meanwhile: look at it, then try again");
    }
  }

  /**
   * Sets a file's mode; a rule of the manifest that names one wins when the draft is sealed.
   *
   * @param mode octal such as {@code 0755}
   */
  public DeploymentDocument setMode(
      ManifestId manifest, Version version, RelativePath path, String mode) {
    return setMode(manifest, version, path, mode, null);
  }

  /**
   * The same for whoever saw the file.
   *
   * @param seen its {@link TreeTag}; null: whatever is there
   */
  public DeploymentDocument setMode(
      ManifestId manifest, Version version, RelativePath path, String mode, @Nullable String seen) {
    String four = Modes.of(mode);
    Read<DeploymentDocument> read = existing(manifest, version);
    TreeEntry old = draftFiles(read).get(path);
    if (old == null) {
      throw absent(manifest, version, path);
    }
    requireTag(draftFiles(read), path, seen);
    TreeEntry next =
        new TreeEntry(
            old.type(), old.key(), old.size(), old.sha256(), old.owner(), old.group(), four, false);
    SortedMap<RelativePath, TreeEntry> put = new TreeMap<>();
    put.put(path, next);
    return change(read, manifest, version, put, List.of(), false);
  }

  private DeploymentDocument change(
      Read<DeploymentDocument> first,
      ManifestId manifest,
      Version version,
      SortedMap<RelativePath, TreeEntry> put,
      Collection<RelativePath> removed,
      boolean asItWas) {
    SortedMap<RelativePath, TreeEntry> before = draftFiles(first);
    Read<DeploymentDocument> read = first;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      DeploymentDocument old = read.found().orElse(null);
      SortedMap<RelativePath, TreeEntry> files = merged(draftFiles(read), put, removed);
      if (old != null && files.equals(old.files())) {
        return old;
      }
      refuse(files);
      DeploymentDocument next = deployments.draft(old, manifest, version, files);
      switch (deployments.replace(read, next)) {
        case WriteResult.Written<DeploymentDocument> _ -> {
          return next;
        }
        case WriteResult.Lost<DeploymentDocument> lost -> read = lost.current();
      }
      if (asItWas) {
        throw Deployments.changed(manifest, version);
      }
      if (!Objects.equals(swept(first), swept(read))) {
        throw new Refusal.Conflict(
            manifest
                + " "
                + version
                + " was cleaned up at the same time, and with it what was being put: try again");
      }
      SortedMap<RelativePath, TreeEntry> now = draftFiles(read);
      for (Collection<RelativePath> mine : List.of(put.keySet(), removed)) {
        for (RelativePath path : mine) {
          if (!Objects.equals(before.get(path), now.get(path))) {
            throw changed(path, before.get(path), now.get(path));
          }
        }
      }
    }
    throw new Refusal.Conflict(
        manifest + " " + version + " is being changed over and over: wait, then try again");
  }

  private static SortedMap<RelativePath, TreeEntry> merged(
      SortedMap<RelativePath, TreeEntry> files,
      SortedMap<RelativePath, TreeEntry> put,
      Collection<RelativePath> removed) {
    SortedMap<RelativePath, TreeEntry> merged = new TreeMap<>(files);
    merged.keySet().removeAll(removed);
    merged.putAll(put);
    return merged;
  }

  /** Refuses what no draft may hold: too many files, or two that a file system takes for one. */
  static void refuse(SortedMap<RelativePath, TreeEntry> files) {
    refuseTooMany(files);
    List<String> problems = TreeCheck.clashes(files);
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
  }

  /** Refuses more files than an index may name. */
  static void refuseTooMany(SortedMap<RelativePath, TreeEntry> files) {
    if (files.size() > FileTree.MAX_FILES) {
      throw new Refusal.Invalid(
          "the draft would have "
              + files.size()
              + " files, and holds "
              + FileTree.MAX_FILES
              + ": leave out what the service does not need, or pack it");
    }
  }

  private static void require(
      @Nullable TreeEntry old, @Nullable TreeEntry next, RelativePath path, Expected expected) {
    if (!expected.holds(old, next)) {
      throw new Refusal.Conflict(
          expected instanceof Expected.Nothing
              ? "there is a file '" + path + "' already: look at it, then replace it"
              : "'"
                  + path
                  + "' was changed by somebody else meanwhile"
                  + (expected instanceof Expected.Content(var sha256)
                      ? ", from " + brief(sha256) + " to " + brief(old)
                      : ", and is " + brief(old) + " now")
                  + ": look at it, then try again");
    }
  }

  // What somebody set by hand stays with the path; new bytes say nothing about it.
  private static TreeEntry keepingAttributes(@Nullable TreeEntry old, TreeEntry entry) {
    if (old == null || (old.type() == FileType.FOLDER) != (entry.type() == FileType.FOLDER)) {
      return entry;
    }
    return new TreeEntry(
        entry.type(),
        entry.key(),
        entry.size(),
        entry.sha256(),
        old.owner(),
        old.group(),
        entry.mode().equals("0644") ? old.mode() : entry.mode(),
        false);
  }

  private Read<DeploymentDocument> existing(ManifestId manifest, Version version) {
    Read<DeploymentDocument> read = deployments.read(manifest, version);
    if (read.found().isEmpty()) {
      throw Deployments.absent(manifest, version);
    }
    return read;
  }

  private static SortedMap<RelativePath, TreeEntry> draftFiles(Read<DeploymentDocument> read) {
    read.found().ifPresent(Deployments::requireDraft);
    return read.found().map(DeploymentDocument::files).orElseGet(TreeMap::new);
  }

  private static @Nullable String swept(Read<DeploymentDocument> read) {
    return read.found().map(DeploymentDocument::swept).orElse(null);
  }

  private static Refusal absent(ManifestId manifest, Version version, RelativePath path) {
    return new Refusal.NotFound(
        "'" + path + "' is not in " + manifest + " " + version + ": check the path");
  }

  private static Refusal changed(
      RelativePath path, @Nullable TreeEntry before, @Nullable TreeEntry now) {
    return new Refusal.Conflict(
        "'"
            + path
            + "' was changed by somebody else meanwhile, from "
            + brief(before)
            + " to "
            + brief(now)
            + ": look at it, then try again");
  }

  private static String brief(@Nullable TreeEntry entry) {
    String sha256 = entry == null ? null : entry.sha256();
    return entry == null ? "nothing" : sha256 == null ? "a folder" : brief(sha256);
  }

  private static String brief(String sha256) {
    return "SHA-256 " + sha256.substring(0, Math.min(12, sha256.length()));
  }
}
