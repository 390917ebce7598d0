package io.fleetman.controller.fleet;

import io.fleetman.controller.support.DocumentCache;
import io.fleetman.controller.support.DocumentCache.Seen;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.NodeReport;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.NodeId;
import io.fleetman.store.ListPage;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fleet. Keep one: it remembers documents by their ETag, so that a second reading costs
 * listings and what has changed. Safe for several threads.
 */
public final class FleetReader {
  private final OpenFleet fleet;
  private final DocumentCache documents;

  /** Of this fleet. */
  public FleetReader(OpenFleet fleet) {
    this.fleet = fleet;
    this.documents = new DocumentCache(fleet.objects());
  }

  /** One listing of cells' documents, by key. */
  private record Folder(CellRef cell, Map<String, ListPage.Entry> entries) {}

  /** The fleet now; documents that cannot be read are shown as such. */
  public FleetView read() {
    List<CellRef> refs = cells();
    List<Folder> folders = Parallel.map(refs, this::folder);
    Listing beats = Listing.level(fleet.objects(), Keys.heartbeats());
    Listing reports = Listing.level(fleet.objects(), Keys.reports());
    forgetOthers(folders, beats, reports);
    Map<CellRef, Observed.OfCell> cells = new HashMap<>();
    List<Observed.OfCell> read = Parallel.map(folders, this::cell);
    for (int i = 0; i < folders.size(); i++) {
      cells.put(folders.get(i).cell(), read.get(i));
    }
    // ages by this one answer: its own Date against its own LastModified
    return FleetView.of(beats.storeNow(), nodes(beats, reports), cells);
  }

  /** What came of a cell's commands, newest first. */
  public List<HistoryDocument> history(CellRef cell, int limit) {
    List<ListPage.Entry> newest =
        Listing.level(fleet.objects(), Keys.history(cell)).objects().stream()
            .filter(e -> KeyParser.parse(e.key()).orElse(null) instanceof KnownKey.History)
            .sorted(Comparator.comparing(ListPage.Entry::lastModified).reversed())
            .limit(limit)
            .toList();
    return Parallel.map(newest, e -> documents.listed(e.key(), e.etag(), HistoryDocument.class))
        .stream()
        .flatMap(seen -> Stream.ofNullable(seen.value()))
        .sorted(Comparator.comparing(HistoryDocument::endedAt).reversed())
        .toList();
  }

  private List<CellRef> cells() {
    List<String> nodes = Listing.level(fleet.objects(), Keys.cells()).folders();
    return Parallel.map(nodes, node -> Listing.level(fleet.objects(), node).folders()).stream()
        .flatMap(List::stream)
        .map(folder -> KeyParser.parse(folder + "cell.json").orElse(null))
        .flatMap(key -> key instanceof KnownKey.Cell(var cell) ? Stream.of(cell) : Stream.empty())
        .toList();
  }

  private Folder folder(CellRef cell) {
    Map<String, ListPage.Entry> entries = new HashMap<>();
    for (ListPage.Entry entry : Listing.level(fleet.objects(), Keys.cellFolder(cell)).objects()) {
      entries.put(entry.key(), entry);
    }
    return new Folder(cell, entries);
  }

  private Observed.OfCell cell(Folder folder) {
    CellRef cell = folder.cell();
    return new Observed.OfCell(
        seen(folder.entries().get(Keys.cell(cell)), CellDocument.class),
        seen(folder.entries().get(Keys.trigger(cell)), TriggerDocument.class),
        seen(folder.entries().get(Keys.status(cell)), CellStatus.class));
  }

  private Map<NodeId, Observed.OfNode> nodes(Listing beats, Listing reports) {
    Map<NodeId, ListPage.Entry> beatOf = new TreeMap<>();
    for (ListPage.Entry entry : beats.objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Heartbeat(var node)) {
        beatOf.put(node, entry);
      }
    }
    Map<NodeId, ListPage.Entry> reportOf = new TreeMap<>();
    for (ListPage.Entry entry : reports.objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Report(var node)) {
        reportOf.put(node, entry);
      }
    }
    Set<NodeId> all = new TreeSet<>(beatOf.keySet());
    all.addAll(reportOf.keySet());
    List<NodeId> names = List.copyOf(all);
    List<Observed.OfNode> read = Parallel.map(names, n -> node(beatOf.get(n), reportOf.get(n)));
    Map<NodeId, Observed.OfNode> nodes = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      nodes.put(names.get(i), read.get(i));
    }
    return nodes;
  }

  private Observed.OfNode node(ListPage.@Nullable Entry beat, ListPage.@Nullable Entry report) {
    Instant beatAt = beat == null ? null : beat.lastModified();
    return new Observed.OfNode(seen(beat, Heartbeat.class), beatAt, seen(report, NodeReport.class));
  }

  private <T> Seen<T> seen(ListPage.@Nullable Entry entry, Class<T> type) {
    return entry == null
        ? new Seen<>(null, null, null)
        : documents.listed(entry.key(), entry.etag(), type);
  }

  private void forgetOthers(Collection<Folder> folders, Listing beats, Listing reports) {
    Set<String> keys = new HashSet<>();
    folders.forEach(f -> keys.addAll(f.entries().keySet()));
    beats.objects().forEach(e -> keys.add(e.key()));
    reports.objects().forEach(e -> keys.add(e.key()));
    documents.retain(keys);
  }
}
