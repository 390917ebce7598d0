package io.fleetman.controller.cell;

import io.fleetman.controller.support.Bell;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.DriftPolicy;
import io.fleetman.document.NodeReport;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.store.ETag;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fleet's cells. */
public final class Cells {
  private static final Logger LOG = LoggerFactory.getLogger(Cells.class);

  private final OpenFleet fleet;

  /** Of this fleet. */
  public Cells(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Maps a manifest onto a node, or changes the cell's variables. A removed cell is made anew.
   *
   * @throws Refusal if the name is another manifest's
   */
  public Mapped map(
      CellRef cell,
      ManifestId manifest,
      SortedMap<String, String> variables,
      @Nullable String reason) {
    return map(cell, manifest, variables, null, reason);
  }

  /**
   * The same, for whoever looked at it.
   *
   * @param seen its state as it was read; null: whichever that is
   * @throws Refusal.Conflict if it is in another by now, and stays so
   */
  public Mapped map(
      CellRef cell,
      ManifestId manifest,
      SortedMap<String, String> variables,
      @Nullable ETag seen,
      @Nullable String reason) {
    Read<CellDocument> read = read(cell);
    if (seen != null && !(read instanceof Read.Found<CellDocument> f && f.etag().equals(seen))) {
      throw changed(cell);
    }
    Mapped mapped = decide(cell, manifest, variables, reason, read);
    if (mapped.change() != Mapped.Change.UNCHANGED) {
      write(read, mapped.cell());
    }
    return mapped;
  }

  /**
   * Says what becomes of what is changed by hand on the cell's node.
   *
   * @throws Refusal if there is no such cell, or somebody else changed it at the same time
   */
  public CellDocument onDrift(CellRef cell, DriftPolicy policy, @Nullable String reason) {
    return onDrift(cell, policy, null, reason);
  }

  /**
   * The same, for whoever looked at it.
   *
   * @param seen the {@link Tag} of what they saw; null: whichever that is
   */
  public CellDocument onDrift(
      CellRef cell, DriftPolicy policy, @Nullable String seen, @Nullable String reason) {
    Read<CellDocument> read = read(cell);
    CellDocument old = present(cell, read.found());
    if (seen != null && !seen.equals(Tag.of(old))) {
      throw changed(cell);
    }
    if (old.drift() == policy) {
      return old;
    }
    CellDocument next =
        new CellDocument(
            old.node(),
            old.cell(),
            old.uid(),
            old.manifest(),
            old.variables(),
            policy,
            false,
            fleet.author(reason));
    write(read, next);
    return next;
  }

  /** What {@link #map} would do. The uid of a cell that does not exist yet is a placeholder. */
  public Mapped preview(CellRef cell, ManifestId manifest, SortedMap<String, String> variables) {
    return decide(cell, manifest, variables, null, read(cell));
  }

  /** Which cells are meant. */
  public enum Which {
    /** Those that are not removed. */
    PRESENT,
    /** Also those that are told to go and of which no node has said yet that they are gone. */
    ALSO_LEAVING
  }

  /** All that are not removed, by node and id. */
  public List<CellDocument> list() {
    return list(Which.PRESENT);
  }

  private List<CellDocument> list(Which which) {
    List<String> nodes = Listing.level(fleet.objects(), Keys.cells()).folders();
    List<CellRef> refs =
        Parallel.map(nodes, node -> Listing.level(fleet.objects(), node).folders()).stream()
            .flatMap(List::stream)
            .map(folder -> KeyParser.parse(folder + "cell.json").orElse(null))
            .flatMap(
                key -> key instanceof KnownKey.Cell(var cell) ? Stream.of(cell) : Stream.empty())
            .toList();
    return read(refs, which);
  }

  private List<CellDocument> read(List<CellRef> refs, Which which) {
    return Parallel.map(refs, ref -> find(ref).filter(c -> !c.removed() || isMeant(c, which)))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private boolean isMeant(CellDocument removed, Which which) {
    if (which == Which.PRESENT) {
      return false;
    }
    TriggerDocument trigger =
        fleet
            .documents()
            .read(Keys.trigger(removed.ref()), TriggerDocument.class)
            .found()
            .orElse(null);
    if (trigger == null) {
      return false; // never published: it was never anywhere
    }
    return fleet
        .documents()
        .read(Keys.status(removed.ref()), CellStatus.class)
        .found()
        .filter(s -> s.state() == CellState.REMOVED && s.triggerId().equals(trigger.id()))
        .isEmpty();
  }

  /** One of them, removed or not, if it exists. */
  public Optional<CellDocument> find(CellRef cell) {
    return read(cell).found();
  }

  /** One that is not removed. */
  public CellDocument get(CellRef cell) {
    return present(cell, find(cell));
  }

  private static CellDocument present(CellRef cell, Optional<CellDocument> found) {
    return found
        .filter(c -> !c.removed())
        .orElseThrow(
            () ->
                new Refusal.NotFound(
                    "there is no cell " + cell + ": see 'fleetman status' for those there are"));
  }

  /**
   * The cells that are selected, by node and id; labels come from the nodes' reports, which are
   * read only if the selector asks for labels.
   *
   * @throws Refusal if there is none, or a name is nobody's
   */
  public List<CellDocument> select(CellSelector selector) {
    return select(selector, Which.PRESENT);
  }

  /** The same among more cells, if that is meant. */
  public List<CellDocument> select(CellSelector selector, Which which) {
    List<CellRef> exact = selector.exact();
    List<CellDocument> all = exact.isEmpty() ? list(which) : read(exact, which);
    List<String> unknown = selector.unmatched(all);
    if (!unknown.isEmpty()) {
      throw new Refusal.NotFound(
          "there is no cell "
              + String.join(", ", unknown)
              + ": see 'fleetman status' for those there are");
    }
    List<CellDocument> selected =
        selector.match(all, selector.labels().isEmpty() ? Map.of() : labels());
    if (selected.isEmpty()) {
      throw new Refusal.NotFound(
          "no cell is selected: see 'fleetman status' for cells and 'fleetman agents' for labels");
    }
    return selected;
  }

  /** Each node's labels, as it reported them. */
  public Map<NodeId, SortedMap<String, String>> labels() {
    List<String> keys = new ArrayList<>();
    for (var entry : Listing.level(fleet.objects(), Keys.reports()).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Report) {
        keys.add(entry.key());
      }
    }
    Map<NodeId, SortedMap<String, String>> labels = new TreeMap<>();
    Parallel.map(keys, key -> fleet.documents().read(key, NodeReport.class).found()).stream()
        .flatMap(Optional::stream)
        .forEach(r -> labels.put(r.node(), r.labels()));
    return labels;
  }

  // Rung for those who show the cell: its node has nothing to do before the next publish.
  private void write(Read<CellDocument> read, CellDocument next) {
    CellRef cell = next.ref();
    if (fleet.documents().replace(Keys.cell(cell), next, CellDocument.class, read)
        instanceof WriteResult.Lost<CellDocument>) {
      throw changed(cell);
    }
    Bell.ring(fleet, cell.node(), LOG::warn);
  }

  private static Refusal changed(CellRef cell) {
    return new Refusal.Conflict(
        "cell "
            + cell
            + " was changed by somebody else at the same time: look at it, then try again");
  }

  private Read<CellDocument> read(CellRef cell) {
    return fleet.documents().read(Keys.cell(cell), CellDocument.class);
  }

  private Mapped decide(
      CellRef cell,
      ManifestId manifest,
      SortedMap<String, String> variables,
      @Nullable String reason,
      Read<CellDocument> read) {
    CellDocument old = read.found().orElse(null);
    if (old != null && !old.removed()) {
      if (!old.manifest().equals(manifest)) {
        throw new Refusal.Invalid(
            "cell "
                + cell
                + " runs manifest "
                + old.manifest()
                + ", not "
                + manifest
                + ": give this one another id, or remove the cell first");
      }
      if (old.variables().equals(variables)) {
        return new Mapped(old, Mapped.Change.UNCHANGED);
      }
    }
    CellDocument next =
        new CellDocument(
            cell.node(),
            cell.cell(),
            old == null || old.removed() ? fleet.newId() : old.uid(),
            manifest,
            variables,
            old == null || old.removed() ? DriftPolicy.REPORT : old.drift(),
            false,
            fleet.author(reason));
    Mapped.Change change =
        old == null
            ? Mapped.Change.CREATED
            : old.removed() ? Mapped.Change.RECREATED : Mapped.Change.CHANGED;
    return new Mapped(next, change);
  }
}
