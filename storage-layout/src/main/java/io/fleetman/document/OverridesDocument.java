package io.fleetman.document;

import io.fleetman.layout.RelativePath;
import java.util.SortedMap;

/**
 * {@code cells/<node>/<cell>/overrides.json}: files laid over a deployment's when it is published
 * to this cell.
 *
 * @param files the tree's index; entries may say {@code deleted}
 * @param author who changed it last
 */
public record OverridesDocument(SortedMap<RelativePath, TreeEntry> files, Author author)
    implements Document {
  /** Maps that were left out are empty. */
  public OverridesDocument {
    files = Defaults.sorted(files);
  }

  @Override
  public String kind() {
    return "overrides";
  }
}
