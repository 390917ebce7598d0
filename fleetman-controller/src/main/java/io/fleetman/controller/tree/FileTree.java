package io.fleetman.controller.tree;

import io.fleetman.controller.support.Refusal;
import io.fleetman.document.FileRule;
import io.fleetman.layout.RelativePath;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * The files of a folder that belong to a service. {@code .git} and {@code fleetman.yaml} never do.
 * Links that leave the folder, and what is neither file nor folder, are refused.
 *
 * @param files by path; only folders that are empty stand for themselves
 */
public record FileTree(SortedMap<RelativePath, LocalFile> files) {
  /** The most files of a tree: its index must stay a document. */
  public static final int MAX_FILES = 50_000;

  /**
   * Scans a folder.
   *
   * @param rules the manifest's; empty: everything
   * @throws Refusal naming every path that is refused
   */
  public static FileTree scan(Path folder, List<FileRule> rules) {
    return new FileTree(new FolderScan(folder, new FileRules(rules)).files());
  }

  /** The number of bytes of all files. */
  public long bytes() {
    return files.values().stream().mapToLong(LocalFile::size).sum();
  }
}
