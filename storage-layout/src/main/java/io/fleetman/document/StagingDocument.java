package io.fleetman.document;

import io.fleetman.layout.RelativePath;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code staging/staging.json}: files to pick from when a deployment is made.
 *
 * @param files the tree's index
 * @param swept id of the last clean-up of bytes that no index named; null if there was none.
 *     Whoever put bytes before it must not name them after it
 * @param author who changed it last
 */
public record StagingDocument(
    SortedMap<RelativePath, TreeEntry> files, @Nullable String swept, Author author)
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
