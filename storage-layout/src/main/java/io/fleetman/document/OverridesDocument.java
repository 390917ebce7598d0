package io.fleetman.document;

import io.fleetman.layout.RelativePath;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code cells/<node>/<cell>/overrides.json}: files laid over a deployment's when it is published
 * to this cell.
 *
 * @param files the tree's index; entries may say {@code deleted}
 * @param cellUid the cell they are of; null: whichever has the name
 * @param swept id of the last clean-up of bytes that no index named; null if there was none.
 *     Whoever put bytes before it must not name them after it
 * @param author who changed it last
 */
public record OverridesDocument(
    SortedMap<RelativePath, TreeEntry> files,
    @Nullable String cellUid,
    @Nullable String swept,
    Author author)
    implements Document {
  /** Maps that were left out are empty. */
  public OverridesDocument {
    files = Defaults.sorted(files);
  }

  /** Whether they are of the cell with this uid, and not of one that had its name before. */
  public boolean isOf(String uid) {
    return cellUid == null || cellUid.equals(uid);
  }

  @Override
  public String kind() {
    return "overrides";
  }
}
