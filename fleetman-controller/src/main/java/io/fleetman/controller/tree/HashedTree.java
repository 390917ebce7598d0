package io.fleetman.controller.tree;

import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.SortedMap;

/**
 * A tree whose files were read once: the index as it would be, without keys.
 *
 * @param tree the files
 * @param index an entry for each: type {@code text} or {@code binary} by its first bytes, mode by
 *     its execute bit
 */
public record HashedTree(FileTree tree, SortedMap<RelativePath, TreeEntry> index) {
  /** Reads and hashes every file. */
  public static HashedTree of(FileTree tree) {
    throw new UnsupportedOperationException();
  }
}
