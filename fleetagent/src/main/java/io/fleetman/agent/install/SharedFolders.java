package io.fleetman.agent.install;

import io.fleetman.document.FileType;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.RelativePath;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which folders of a release are links to folders that outlive it: the data folders, and the
 * folders of log files, unless these hold files of the tree as well. What the tree has below a data
 * folder is its first content and never overwrites anything.
 */
public final class SharedFolders {
  private SharedFolders() {}

  /** All of them, none below another. */
  public static SortedSet<RelativePath> of(SnapshotMark.Snapshot snapshot) {
    SortedSet<RelativePath> all = new TreeSet<>(data(snapshot.spec()));
    for (RelativePath log : snapshot.spec().logs()) {
      int slash = log.value().lastIndexOf('/');
      if (slash > 0) {
        RelativePath parent = new RelativePath(log.value().substring(0, slash));
        boolean holdsFiles =
            snapshot.files().entrySet().stream()
                .anyMatch(
                    e ->
                        parent.isParentOf(e.getKey())
                            && e.getValue().type() != FileType.FOLDER
                            && all.stream().noneMatch(s -> s.isParentOf(e.getKey())));
        if (!holdsFiles) {
          all.add(parent);
        }
      }
    }
    all.removeIf(inner -> all.stream().anyMatch(outer -> outer.isParentOf(inner)));
    return all;
  }

  /** Those that are kept when the cell is removed. */
  public static SortedSet<RelativePath> data(ManifestSpec spec) {
    return new TreeSet<>(spec.data());
  }

  /** Whether the path is a shared folder or lies below one. */
  static boolean covers(SortedSet<RelativePath> shared, RelativePath path) {
    return shared.contains(path) || shared.stream().anyMatch(s -> s.isParentOf(path));
  }
}
