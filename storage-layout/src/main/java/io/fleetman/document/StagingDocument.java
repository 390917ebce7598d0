package io.fleetman.document;

import io.fleetman.layout.RelativePath;
import java.util.SortedMap;

/**
 * {@code staging/staging.json}: files to pick from when a deployment is made.
 *
 * @param files the tree's index
 * @param author who changed it last
 */
public record StagingDocument(SortedMap<RelativePath, TreeEntry> files, Author author)
    implements Document {
  /** Maps that were left out are empty. */
  public StagingDocument {
    files = Defaults.sorted(files);
  }

  @Override
  public String kind() {
    return "staging";
  }
}
