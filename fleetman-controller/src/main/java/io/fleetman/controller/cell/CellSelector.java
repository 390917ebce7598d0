package io.fleetman.controller.cell;

import io.fleetman.document.CellDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Which cells are meant. Names are alternatives; manifest and labels narrow further; nothing at all
 * selects nothing.
 *
 * @param names each a {@code NODE/CELL} or a {@code CELL} on all its nodes
 * @param manifest of this manifest only; null for any
 * @param labels on nodes with all these labels only
 */
public record CellSelector(
    List<Name> names, @Nullable ManifestId manifest, SortedMap<String, String> labels) {
  /** One name. */
  public sealed interface Name {
    /** {@code NODE/CELL}. */
    record One(CellRef cell) implements Name {}

    /** {@code CELL} on all its nodes. */
    record Everywhere(CellId cell) implements Name {}
  }

  /**
   * Reads what a command line says.
   *
   * @param names {@code NODE/CELL} or {@code CELL}
   * @param labels {@code label=value}
   * @throws io.fleetman.controller.support.Refusal if nothing is named, or a name is not valid
   */
  public static CellSelector parse(
      List<String> names, @Nullable String manifest, List<String> labels) {
    throw new UnsupportedOperationException();
  }

  /** Exactly this cell. */
  public static CellSelector of(CellRef cell) {
    throw new UnsupportedOperationException();
  }

  /** Those of the cells that are meant, in their order. */
  public List<CellDocument> match(
      List<CellDocument> cells, Map<NodeId, SortedMap<String, String>> nodeLabels) {
    throw new UnsupportedOperationException();
  }
}
