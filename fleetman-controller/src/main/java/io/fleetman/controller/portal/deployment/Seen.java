package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.tree.Expected;
import io.fleetman.document.TreeEntry;
import java.util.Collection;
import java.util.Set;

/** What a page of files says of them to its script, which says it with every upload. */
final class Seen {
  // All of them travel in one header.
  private static final int MOST = 1_000;

  /** What stands for no file at all. */
  private static final String NOTHING = "-";

  private Seen() {}

  /**
   * For the header {@code Fleetman-Seen}; empty, so that nothing is said, for a tree that was put
   * in more than {@value #MOST} uploads.
   */
  static String text(Collection<TreeEntry> files) {
    Set<String> marks = Expected.marks(files);
    return marks.isEmpty() ? NOTHING : marks.size() > MOST ? "" : String.join(" ", marks);
  }
}
