package io.fleetman.controller.tree;

import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.ObjectReader;
import java.util.SortedMap;

/**
 * What differs line by line in the text files of two trees, read from the store as it is asked for:
 * of so many files, and so many lines in all. One at a time.
 */
public final class LineDiffs {
  /** Of so many files. */
  public static final int MOST_FILES = 20;

  private static final int MOST_LINES = 2_000;

  private final ObjectReader store;
  private final SortedMap<RelativePath, TreeEntry> from;
  private final SortedMap<RelativePath, TreeEntry> to;
  private int files = MOST_FILES;
  private int lines = MOST_LINES;

  /** From one tree to another. */
  public LineDiffs(
      ObjectReader store,
      SortedMap<RelativePath, TreeEntry> from,
      SortedMap<RelativePath, TreeEntry> to) {
    this.store = store;
    this.from = from;
    this.to = to;
  }

  /** Of one file; empty if it is no text, is only in one of the trees, or there were too many. */
  public LineDiff of(FileChange change) {
    if (change.kind() != FileChange.Kind.CHANGED
        || !change.what().contains("content")
        || files == 0
        || lines == 0) {
      return LineDiff.NONE;
    }
    files--;
    FileText old = FileText.read(store, from.get(change.path()));
    FileText now = FileText.read(store, to.get(change.path()));
    if (!(old instanceof FileText.Text(var before) && now instanceof FileText.Text(var after))) {
      return LineDiff.NONE;
    }
    LineDiff diff = LineDiff.between(before, after).first(lines);
    lines -= diff.size();
    return diff;
  }
}
