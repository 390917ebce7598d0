package io.fleetman.controller.staging;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.ByteUpload;
import io.fleetman.controller.tree.Expected;
import io.fleetman.controller.tree.FileTree;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.LocalFile;
import io.fleetman.controller.tree.TreeTag;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.FileType;
import io.fleetman.document.StagingDocument;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.Keys;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's staging: one open tree. Two who change different paths of it at once both succeed,
 * since neither takes anything from the other; of two who change one path the second is told.
 */
public final class Staging {
  // Somebody else's change to other paths is no reason to give up, for so many of them.
  private static final int ATTEMPTS = 10;

  private final OpenFleet fleet;

  /** Of this fleet. */
  public Staging(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /** Everything that is there, by path. */
  public SortedMap<RelativePath, TreeEntry> list() {
    return files(read());
  }

  /**
   * These files, and those below these folders.
   *
   * @throws Refusal.NotFound if one of them is not there
   */
  public SortedMap<RelativePath, TreeEntry> pick(Collection<RelativePath> paths) {
    SortedMap<RelativePath, TreeEntry> all = list();
    SortedMap<RelativePath, TreeEntry> picked = new TreeMap<>();
    for (RelativePath path : paths) {
      picked.putAll(at(all, path));
    }
    return picked;
  }

  /**
   * Puts files there; the index names them once their bytes are.
   *
   * @return what is there under these paths now
   * @throws Refusal.Conflict if somebody else changed one of these paths meanwhile
   */
  public SortedMap<RelativePath, TreeEntry> put(
      HashedTree tree, @Nullable String reason, UploadListener listener) {
    return put(tree, new Expected.Anything(), reason, listener);
  }

  /**
   * The same.
   *
   * @param expected of each of the files
   */
  public SortedMap<RelativePath, TreeEntry> put(
      HashedTree tree, Expected expected, @Nullable String reason, UploadListener listener) {
    Read<StagingDocument> read = read();
    tree.index().forEach((path, entry) -> require(files(read).get(path), entry, path, expected));
    SortedMap<RelativePath, TreeEntry> sent = upload(tree, files(read), listener);
    change(read, sent, List.of(), reason);
    return sent;
  }

  /**
   * Takes files, and all below folders, away. Deployments that were made of them keep theirs.
   *
   * @throws Refusal.NotFound if one of them is not there
   * @throws Refusal.Conflict if somebody else changed one of them meanwhile
   */
  public List<RelativePath> remove(Collection<RelativePath> paths, @Nullable String reason) {
    return remove(paths, new Expected.Anything(), reason);
  }

  /**
   * The same.
   *
   * @param expected of each of the paths
   */
  public List<RelativePath> remove(
      Collection<RelativePath> paths, Expected expected, @Nullable String reason) {
    Read<StagingDocument> read = read();
    for (RelativePath path : paths) {
      require(files(read).get(path), null, path, expected);
    }
    return remove(read, paths, reason);
  }

  private List<RelativePath> remove(
      Read<StagingDocument> read, Collection<RelativePath> paths, @Nullable String reason) {
    SortedMap<RelativePath, TreeEntry> gone = new TreeMap<>();
    for (RelativePath path : paths) {
      gone.putAll(at(files(read), path));
    }
    change(read, Collections.emptySortedMap(), gone.keySet(), reason);
    List<String> keys = new ArrayList<>();
    for (TreeEntry entry : gone.values()) {
      String key = entry.key();
      if (key != null && key.startsWith(Keys.stagingFolder())) { // an index by hand may name others
        keys.add(key);
      }
    }
    fleet.objects().deleteAll(keys); // nothing names them any more
    return List.copyOf(gone.keySet());
  }

  /**
   * The same for whoever saw what is there.
   *
   * @param seen the {@link TreeTag} of each path; empty: whatever is there
   */
  public List<RelativePath> remove(Map<RelativePath, String> seen, @Nullable String reason) {
    Read<StagingDocument> read = read();
    seen.forEach((path, tag) -> requireTag(files(read), path, tag));
    return remove(read, seen.keySet(), reason);
  }

  /**
   * These files, and those below these folders, for whoever saw them.
   *
   * @param seen the {@link TreeTag} of each path; empty: whatever is there
   */
  public SortedMap<RelativePath, TreeEntry> pick(Map<RelativePath, String> seen) {
    SortedMap<RelativePath, TreeEntry> all = list();
    SortedMap<RelativePath, TreeEntry> picked = new TreeMap<>();
    seen.forEach(
        (path, tag) -> {
          requireTag(all, path, tag);
          picked.putAll(at(all, path));
        });
    return picked;
  }

  private static void requireTag(
      SortedMap<RelativePath, TreeEntry> files, RelativePath path, String tag) {
    if (!tag.isEmpty() && !TreeTag.at(files, path).equals(tag)) {
      throw changed(path);
    }
  }

  private SortedMap<RelativePath, TreeEntry> upload(
      HashedTree tree, SortedMap<RelativePath, TreeEntry> before, UploadListener listener) {
    SortedMap<RelativePath, TreeEntry> index = new TreeMap<>();
    List<LocalFile> missing = new ArrayList<>();
    tree.index()
        .forEach(
            (path, entry) -> {
              TreeEntry old = before.get(path);
              if (entry.type() == FileType.FOLDER) {
                index.put(path, entry);
              } else if (old != null && old.withoutKey().equals(entry)) {
                index.put(path, old);
              } else {
                missing.add(Objects.requireNonNull(tree.tree().files().get(path)));
              }
            });
    listener.begins(missing.size(), 0, missing.stream().mapToLong(LocalFile::size).sum());
    String attempt = fleet.newId();
    ByteUpload bytes = new ByteUpload(fleet.objects(), listener);
    List<TreeEntry> put =
        Parallel.map(
            missing,
            file -> {
              TreeEntry entry = Objects.requireNonNull(tree.index().get(file.path()));
              String key = Keys.stagingFile(attempt, file.path());
              bytes.put(file, entry, key);
              return entry.at(key);
            });
    for (int i = 0; i < put.size(); i++) {
      index.put(missing.get(i).path(), put.get(i));
    }
    return index;
  }

  private void change(
      Read<StagingDocument> first,
      SortedMap<RelativePath, TreeEntry> put,
      Collection<RelativePath> removed,
      @Nullable String reason) {
    SortedMap<RelativePath, TreeEntry> before = files(first);
    Read<StagingDocument> read = first;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      SortedMap<RelativePath, TreeEntry> files = new TreeMap<>(files(read));
      files.keySet().removeAll(removed);
      files.putAll(put);
      if (files.size() > FileTree.MAX_FILES) {
        throw new Refusal.Invalid(
            "staging would have "
                + files.size()
                + " files, and holds "
                + FileTree.MAX_FILES
                + ": remove some first");
      }
      if (files.equals(files(read))) {
        return;
      }
      StagingDocument next = new StagingDocument(files, swept(read), fleet.author(reason));
      switch (fleet.documents().replace(Keys.staging(), next, StagingDocument.class, read)) {
        case WriteResult.Written<StagingDocument> _ -> {
          return;
        }
        case WriteResult.Lost<StagingDocument> lost -> read = lost.current();
      }
      if (!Objects.equals(swept(first), swept(read))) {
        throw new Refusal.Conflict(
            "staging was cleaned up at the same time, and with it what was being put: try again");
      }
      SortedMap<RelativePath, TreeEntry> now = files(read);
      for (Collection<RelativePath> mine : List.of(put.keySet(), removed)) {
        for (RelativePath path : mine) {
          if (!Objects.equals(before.get(path), now.get(path))) {
            throw changed(path);
          }
        }
      }
    }
    throw new Refusal.Conflict("staging is being changed over and over: wait, then try again");
  }

  private static void require(
      @Nullable TreeEntry old, @Nullable TreeEntry next, RelativePath path, Expected expected) {
    if (!expected.holds(old, next)) {
      throw expected instanceof Expected.Nothing
          ? new Refusal.Conflict(
              "there is a file '" + path + "' in staging already: look at it, then replace it")
          : changed(path);
    }
  }

  private static Refusal changed(RelativePath path) {
    return new Refusal.Conflict(
        "'"
            + path
            + "' in staging was changed by somebody else at the same time: look at it, then try"
            + " again");
  }

  private static SortedMap<RelativePath, TreeEntry> at(
      SortedMap<RelativePath, TreeEntry> all, RelativePath path) {
    SortedMap<RelativePath, TreeEntry> found = new TreeMap<>(all);
    found.keySet().removeIf(p -> !p.equals(path) && !path.isParentOf(p));
    if (found.isEmpty()) {
      throw new Refusal.NotFound(
          "'" + path + "' is not in staging: 'fleetman staging list' shows what is");
    }
    return found;
  }

  private Read<StagingDocument> read() {
    return fleet.documents().read(Keys.staging(), StagingDocument.class);
  }

  private static @Nullable String swept(Read<StagingDocument> read) {
    return read.found().map(StagingDocument::swept).orElse(null);
  }

  private static SortedMap<RelativePath, TreeEntry> files(Read<StagingDocument> read) {
    return read.found().map(StagingDocument::files).orElse(Collections.emptySortedMap());
  }
}
