package io.fleetman.document;

import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import java.util.Objects;
import java.util.SortedMap;

/**
 * {@code cells/<node>/<cell>/cell.json}: a manifest mapped onto a node.
 *
 * @param node where
 * @param cell its id there
 * @param uid fresh each time the cell is made; a release with another uid is taken down first
 * @param manifest what
 * @param variables win over the manifest's
 * @param drift what becomes of what is changed by hand; reported if left out
 * @param removed true once it was removed; the name may then be used again with a fresh uid
 * @param author who changed it last
 */
public record CellDocument(
    NodeId node,
    CellId cell,
    String uid,
    ManifestId manifest,
    SortedMap<String, String> variables,
    DriftPolicy drift,
    boolean removed,
    Author author)
    implements Document {
  /**
   * Maps that were left out are empty.
   *
   * @throws NullPointerException if it does not say which cell it is, or of what
   */
  public CellDocument {
    Objects.requireNonNull(node, "node is missing");
    Objects.requireNonNull(cell, "cell is missing");
    Objects.requireNonNull(manifest, "manifest is missing");
    Objects.requireNonNull(uid, "uid is missing");
    variables = Defaults.sorted(variables);
    drift = Defaults.or(drift, DriftPolicy.REPORT);
    author = Defaults.or(author, Author.UNKNOWN);
  }

  @Override
  public String kind() {
    return "cell";
  }

  /** Node and id together. */
  public CellRef ref() {
    return new CellRef(node, cell);
  }
}
