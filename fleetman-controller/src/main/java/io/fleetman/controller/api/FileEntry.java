package io.fleetman.controller.api;

import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A file of a tree, without where its bytes are. */
record FileEntry(
    RelativePath path,
    FileType type,
    long size,
    @Nullable String sha256,
    @Nullable String owner,
    @Nullable String group,
    String mode) {
  static FileEntry of(RelativePath path, TreeEntry e) {
    return new FileEntry(path, e.type(), e.size(), e.sha256(), e.owner(), e.group(), e.mode());
  }

  static List<FileEntry> all(SortedMap<RelativePath, TreeEntry> files) {
    return files.entrySet().stream().map(e -> of(e.getKey(), e.getValue())).toList();
  }
}
