package io.fleetman.controller.cell;

import io.fleetman.controller.support.Refusal;
import io.fleetman.document.CellDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which cells are meant. Names are alternatives; manifest and labels narrow further; nothing at all
 * selects nothing.
 *
 * @param names each a {@code NODE/CELL} or a {@code CELL} on all its nodes; empty: any
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
   * @throws Refusal if nothing is named, or a name is not valid
   */
  public static CellSelector parse(
      List<String> names, @Nullable String manifest, List<String> labels) {
    if (names.isEmpty() && manifest == null && labels.isEmpty()) {
      throw new Refusal.Invalid(
          "no cell is named: write NODE/CELL, CELL for all its nodes, --manifest NAME or -l"
              + " label=value");
    }
    List<String> problems = new ArrayList<>();
    List<Name> parsed = new ArrayList<>();
    for (String name : names) {
      try {
        parsed.add(
            name.contains("/")
                ? new Name.One(CellRef.parse(name))
                : new Name.Everywhere(new CellId(name)));
      } catch (InvalidNameException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    SortedMap<String, String> pairs = new TreeMap<>();
    for (String label : labels) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        problems.add("'" + label + "' is not a label selector: write it as label=value");
      } else {
        pairs.put(label.substring(0, equals), label.substring(equals + 1));
      }
    }
    ManifestId id = null;
    try {
      id = manifest == null ? null : new ManifestId(manifest);
    } catch (InvalidNameException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
    return new CellSelector(List.copyOf(parsed), id, Collections.unmodifiableSortedMap(pairs));
  }

  /** Exactly this cell. */
  public static CellSelector of(CellRef cell) {
    return new CellSelector(List.of(new Name.One(cell)), null, Collections.emptySortedMap());
  }

  /** Those of the cells that are meant, in their order. */
  public List<CellDocument> match(
      List<CellDocument> cells, Map<NodeId, SortedMap<String, String>> nodeLabels) {
    return cells.stream()
        .filter(c -> named(c.ref()))
        .filter(c -> manifest == null || manifest.equals(c.manifest()))
        .filter(c -> labelled(nodeLabels.get(c.node())))
        .toList();
  }

  /**
   * The cells that are named one by one, in order: no other can be meant. Empty if any name, or
   * none at all, may stand for others.
   */
  List<CellRef> exact() {
    List<CellRef> exact =
        names.stream()
            .flatMap(n -> n instanceof Name.One(var cell) ? Stream.of(cell) : Stream.empty())
            .toList();
    return exact.size() == names.size() ? exact.stream().distinct().sorted().toList() : List.of();
  }

  /** The names that none of the cells has, as they were written. */
  List<String> unmatched(List<CellDocument> cells) {
    return names.stream()
        .filter(n -> cells.stream().noneMatch(c -> is(n, c.ref())))
        .map(
            n ->
                switch (n) {
                  case Name.One(var cell) -> cell.toString();
                  case Name.Everywhere(var cell) -> cell.toString();
                })
        .distinct()
        .toList();
  }

  private boolean named(CellRef cell) {
    return names.isEmpty() ? selectsAny() : names.stream().anyMatch(n -> is(n, cell));
  }

  private boolean selectsAny() {
    return manifest != null || !labels.isEmpty();
  }

  private static boolean is(Name name, CellRef cell) {
    return switch (name) {
      case Name.One(var one) -> one.equals(cell);
      case Name.Everywhere(var id) -> id.equals(cell.cell());
    };
  }

  private boolean labelled(@Nullable SortedMap<String, String> has) {
    return labels.isEmpty() || (has != null && has.entrySet().containsAll(labels.entrySet()));
  }
}
