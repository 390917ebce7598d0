package io.fleetman.controller.api;

import io.fleetman.controller.tree.Expected;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A file of a tree, without where its bytes are.
 *
 * @param seen what a page that has just put it knows it by; null for whoever only looks
 */
record FileEntry(
    RelativePath path,
    FileType type,
    long size,
    @Nullable String sha256,
    @Nullable String owner,
    @Nullable String group,
    String mode,
    @Nullable String seen) {
  static FileEntry of(RelativePath path, TreeEntry e) {
    return new FileEntry(
        path, e.type(), e.size(), e.sha256(), e.owner(), e.group(), e.mode(), null);
  }

  static FileEntry put(RelativePath path, TreeEntry e) {
    return new FileEntry(
        path,
        e.type(),
        e.size(),
        e.sha256(),
        e.owner(),
        e.group(),
        e.mode(),
        String.join(" ", Expected.marks(List.of(e))));
  }

  static List<FileEntry> all(SortedMap<RelativePath, TreeEntry> files) {
    return files.entrySet().stream().map(e -> of(e.getKey(), e.getValue())).toList();
  }
}
