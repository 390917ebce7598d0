package io.fleetman.controller.fleet;

import io.fleetman.controller.support.DocumentCache;
import io.fleetman.controller.support.DocumentCache.Seen;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.NodeId;
import io.fleetman.store.ETag;
import io.fleetman.store.ListPage;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a controller knows of the fleet, kept up to date at little cost. A refresh lists heartbeats,
 * reports and doorbells; the cells of a node are listed again only if its doorbell rang, its report
 * changed, its heartbeat has other words for them, or everything is due: a trigger that was written
 * by hand rings no doorbell. Documents are fetched only if a listing shows another ETag. It is a
 * cache and nothing else: losing it loses nothing.
 *
 * <p>Safe for several threads; {@link #now} never waits. Whoever made it calls {@link #refresh}.
 */
public final class FleetModel {
  private final OpenFleet fleet;
  private final Duration fullEvery;
  private final DocumentCache documents;
  private final ChangeFeed feed = new ChangeFeed();
  private final Map<NodeId, Observed.OfNode> nodes = new HashMap<>();
  private final Map<CellRef, Observed.OfCell> cells = new HashMap<>();
  private final Map<NodeId, Marks> marks = new HashMap<>();
  // Kept through refreshes that fail half way, so that no change is missing from the feed.
  private final Set<NodeId> changedNodes = new TreeSet<>();
  private final Set<CellRef> changedCells = new HashSet<>();
  private @Nullable Instant fullAt;
  private volatile State state = new State(null, null, null, 0);

  /** What a node's doorbell, report and heartbeat said when its cells were last listed. */
  private record Marks(
      @Nullable ETag doorbell, @Nullable ETag report, Map<CellId, CellState> words) {}

  // What of a node is worth telling; the figures in every heartbeat are not.
  private record Gist(
      Seen<NodeReport> report,
      Map<CellId, CellState> words,
      @Nullable String agent,
      @Nullable String problem) {
    static Gist of(Observed.OfNode node) {
      Heartbeat beat = node.heartbeat().value();
      return beat == null
          ? new Gist(node.report(), Map.of(), null, node.heartbeat().problem())
          : new Gist(node.report(), beat.cells(), beat.agentVersion(), beat.problem());
    }
  }

  private record State(
      @Nullable FleetView view, @Nullable Instant at, @Nullable String problem, long sequence) {}

  /**
   * The fleet as it is known.
   *
   * @param view null if nothing was ever read
   * @param age since the last good refresh, by this machine's clock; zero if there was none
   * @param problem why the last refresh failed, a sentence; null if it did not
   * @param sequence of the last change in it
   */
  public record Known(
      @Nullable FleetView view, Duration age, @Nullable String problem, long sequence) {}

  /**
   * Of this fleet; reads nothing yet.
   *
   * @param fullEvery how often all cells are listed, rung for or not
   */
  public FleetModel(OpenFleet fleet, Duration fullEvery) {
    this.fleet = fleet;
    this.fullEvery = fullEvery;
    this.documents = new DocumentCache(fleet.objects());
  }

  /** The fleet as it is known; asks nobody. */
  public Known now() {
    State known = state;
    Duration age =
        known.at() == null ? Duration.ZERO : Duration.between(known.at(), fleet.clock().instant());
    return new Known(known.view(), age, known.problem(), known.sequence());
  }

  /** What changed since, oldest first; null if that is too long ago, so that all may have. */
  public @Nullable List<FleetChange> since(long sequence) {
    return feed.since(sequence);
  }

  /**
   * Looks again. A store that fails leaves what is known, with the reason.
   *
   * @return whether it succeeded
   */
  public synchronized boolean refresh() {
    Instant now = fleet.clock().instant();
    try {
      Listing beats = Listing.level(fleet.objects(), Keys.heartbeats());
      Listing reports = Listing.level(fleet.objects(), Keys.reports());
      Listing bells = Listing.level(fleet.objects(), Keys.doorbells());
      boolean full = fullAt == null || !now.isBefore(fullAt.plus(fullEvery));
      nodes(beats, reports);
      Map<NodeId, Marks> seen = marks(bells, reports);
      cells(stale(seen, full), full);
      // Only now: what was not listed to its end is listed again (as invariant 18 says for agents).
      marks.keySet().retainAll(seen.keySet());
      marks.putAll(seen);
      fullAt = full ? now : fullAt;
      publish(beats.storeNow(), now);
      return true;
    } catch (StoreException e) {
      State known = state;
      state = new State(known.view(), known.at(), e.getMessage(), known.sequence());
      return false;
    }
  }

  /**
   * Reads these cells' documents again, because this controller just wrote them: one conditional
   * GET each.
   */
  public synchronized void wrote(Collection<CellRef> written) {
    FleetView known = state.view();
    if (known == null) {
      return; // nothing was read yet: the first refresh sees it
    }
    List<CellRef> refs = List.copyOf(written);
    List<Observed.OfCell> read =
        Parallel.map(
            refs,
            cell ->
                new Observed.OfCell(
                    documents.current(Keys.cell(cell), CellDocument.class),
                    documents.current(Keys.trigger(cell), TriggerDocument.class),
                    documents.current(Keys.status(cell), CellStatus.class)));
    for (int i = 0; i < refs.size(); i++) {
      if (!read.get(i).equals(cells.put(refs.get(i), read.get(i)))) {
        changedCells.add(refs.get(i));
      }
    }
    publish(known.storeNow(), Objects.requireNonNull(state.at(), "a view has a time"));
  }

  private void publish(@Nullable Instant storeNow, Instant at) {
    FleetView before = state.view();
    FleetView view = FleetView.of(storeNow, nodes, cells);
    if (before != null) {
      Map<NodeId, Presence> was = new HashMap<>();
      before.nodes().forEach(n -> was.put(n.node(), n.presence()));
      for (NodeView node : view.nodes()) {
        if (was.remove(node.node()) != node.presence()) {
          changedNodes.add(node.node());
        }
      }
      changedNodes.addAll(was.keySet());
    }
    long sequence = feed.add(changedNodes, changedCells);
    changedNodes.clear();
    changedCells.clear();
    state = new State(view, at, null, sequence);
  }

  private void nodes(Listing beats, Listing reports) {
    Map<NodeId, ListPage.Entry> beatOf = new HashMap<>();
    for (ListPage.Entry entry : beats.objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Heartbeat(var node)) {
        beatOf.put(node, entry);
      }
    }
    Map<NodeId, ListPage.Entry> reportOf = reportsByNode(reports);
    Set<NodeId> names = new TreeSet<>(beatOf.keySet());
    names.addAll(reportOf.keySet());
    List<NodeId> ordered = List.copyOf(names);
    List<Observed.OfNode> read =
        Parallel.map(
            ordered,
            node -> {
              ListPage.Entry beat = beatOf.get(node);
              return new Observed.OfNode(
                  listed(beat, Heartbeat.class),
                  beat == null ? null : beat.lastModified(),
                  listed(reportOf.get(node), NodeReport.class));
            });
    Set<NodeId> gone = new TreeSet<>(nodes.keySet());
    gone.removeAll(names);
    forget(gone);
    changedNodes.addAll(gone);
    for (int i = 0; i < ordered.size(); i++) {
      Observed.OfNode before = nodes.put(ordered.get(i), read.get(i));
      if (before == null || !Gist.of(before).equals(Gist.of(read.get(i)))) {
        changedNodes.add(ordered.get(i));
      }
    }
  }

  private void forget(Set<NodeId> gone) {
    nodes.keySet().removeAll(gone);
    for (NodeId node : gone) {
      documents.forget(Keys.heartbeat(node));
      documents.forget(Keys.report(node));
    }
  }

  private Map<NodeId, Marks> marks(Listing bells, Listing reports) {
    Map<NodeId, ETag> rung = new HashMap<>();
    for (ListPage.Entry entry : bells.objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Doorbell(var node)) {
        rung.put(node, entry.etag());
      }
    }
    Map<NodeId, Marks> marks = new HashMap<>();
    Map<NodeId, ListPage.Entry> reported = reportsByNode(reports);
    Set<NodeId> all = new HashSet<>(nodes.keySet());
    all.addAll(rung.keySet());
    for (NodeId node : all) {
      ListPage.Entry report = reported.get(node);
      Observed.OfNode known = nodes.get(node);
      Heartbeat beat = known == null ? null : known.heartbeat().value();
      marks.put(
          node,
          new Marks(
              rung.get(node),
              report == null ? null : report.etag(),
              beat == null ? Map.of() : beat.cells()));
    }
    return marks;
  }

  private static Map<NodeId, ListPage.Entry> reportsByNode(Listing reports) {
    Map<NodeId, ListPage.Entry> byNode = new HashMap<>();
    for (ListPage.Entry entry : reports.objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Report(var node)) {
        byNode.put(node, entry);
      }
    }
    return byNode;
  }

  // The nodes whose cells are to be listed.
  private Set<NodeId> stale(Map<NodeId, Marks> seen, boolean full) {
    Set<NodeId> stale = new TreeSet<>();
    if (full) {
      for (String folder : Listing.level(fleet.objects(), Keys.cells()).folders()) {
        if (KeyParser.parse(folder + "x/cell.json").orElse(null) instanceof KnownKey.Cell(var c)) {
          stale.add(c.node());
        }
      }
      return stale;
    }
    seen.forEach(
        (node, mark) -> {
          if (!mark.equals(marks.get(node))) {
            stale.add(node);
          }
        });
    return stale;
  }

  private void cells(Set<NodeId> of, boolean all) {
    Set<CellRef> found = new HashSet<>();
    List<CellRef> refs =
        Parallel.map(of, node -> Listing.level(fleet.objects(), Keys.cells(node)).folders())
            .stream()
            .flatMap(List::stream)
            .flatMap(
                folder ->
                    KeyParser.parse(folder + "cell.json").orElse(null)
                            instanceof KnownKey.Cell(var c)
                        ? Stream.of(c)
                        : Stream.empty())
            .toList();
    List<Observed.OfCell> read = Parallel.map(refs, this::cell);
    for (int i = 0; i < refs.size(); i++) {
      found.add(refs.get(i));
      if (!read.get(i).equals(cells.put(refs.get(i), read.get(i)))) {
        changedCells.add(refs.get(i));
      }
    }
    for (CellRef known : List.copyOf(cells.keySet())) {
      if ((all || of.contains(known.node())) && !found.contains(known)) {
        cells.remove(known);
        changedCells.add(known);
        List.of(Keys.cell(known), Keys.trigger(known), Keys.status(known))
            .forEach(documents::forget);
      }
    }
  }

  private Observed.OfCell cell(CellRef cell) {
    Map<String, ListPage.Entry> entries = new HashMap<>();
    for (ListPage.Entry entry : Listing.level(fleet.objects(), Keys.cellFolder(cell)).objects()) {
      entries.put(entry.key(), entry);
    }
    return new Observed.OfCell(
        listed(entries.get(Keys.cell(cell)), CellDocument.class),
        listed(entries.get(Keys.trigger(cell)), TriggerDocument.class),
        listed(entries.get(Keys.status(cell)), CellStatus.class));
  }

  private <T> Seen<T> listed(ListPage.@Nullable Entry entry, Class<T> type) {
    return entry == null
        ? new Seen<>(null, null, null)
        : documents.listed(entry.key(), entry.etag(), type);
  }
}
