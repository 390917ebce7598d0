package io.fleetman.controller.doctor;

import io.fleetman.controller.support.Listing;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What lies in the bucket, put in order: one listing of cells and one of deployments. */
record Inventory(
    SortedMap<CellRef, OfCell> cells, SortedMap<DeploymentId, OfDeployment> deployments) {
  // Work that is still going on is not litter; nobody copies for longer than this between two
  // files.
  private static final Duration SETTLED = Duration.ofMinutes(10);

  /** A deployment's name. */
  record DeploymentId(ManifestId manifest, Version version) implements Comparable<DeploymentId> {
    @Override
    public int compareTo(DeploymentId other) {
      int byManifest = manifest.compareTo(other.manifest);
      return byManifest != 0 ? byManifest : version.compareTo(other.version);
    }
  }

  /** A cell's keys. */
  static final class OfCell {
    final Set<String> documents = new HashSet<>();
    final Set<String> overrideFiles = new HashSet<>();
    final SortedMap<Version, Bytes> versions = new TreeMap<>();
  }

  /** A deployment's keys. */
  static final class OfDeployment {
    boolean document;
    final Bytes bytes = new Bytes();
  }

  /** Bytes that belong to one index. */
  static final class Bytes {
    final Set<String> keys = new HashSet<>();
    boolean mark;
    private @Nullable Instant newest;
    private @Nullable Instant storeNow;

    private void add(ListPage.Entry entry, @Nullable Instant now) {
      keys.add(entry.key());
      storeNow = now;
      if (newest == null || entry.lastModified().isAfter(newest)) {
        newest = entry.lastModified();
      }
    }

    /** Whether nothing was added for a while, by the store's clock alone. */
    boolean settled() {
      return newest != null
          && storeNow != null
          && Duration.between(newest, storeNow).compareTo(SETTLED) > 0;
    }

    /** The keys that an index does not name. */
    List<String> unnamed(Set<String> named) {
      return keys.stream().filter(k -> !named.contains(k)).sorted().toList();
    }
  }

  static Inventory of(ObjectReader store) {
    Inventory inventory = new Inventory(new TreeMap<>(), new TreeMap<>());
    Listing cells = Listing.all(store, Keys.cells());
    cells.objects().forEach(entry -> inventory.add(entry, cells.storeNow()));
    Listing deployments = Listing.all(store, Keys.deployments());
    deployments.objects().forEach(entry -> inventory.add(entry, deployments.storeNow()));
    return inventory;
  }

  private void add(ListPage.Entry entry, @Nullable Instant now) {
    switch (KeyParser.parse(entry.key()).orElse(null)) {
      case KnownKey.Cell(var cell) -> cell(cell).documents.add(entry.key());
      case KnownKey.Trigger(var cell) -> cell(cell).documents.add(entry.key());
      case KnownKey.Status(var cell) -> cell(cell).documents.add(entry.key());
      case KnownKey.Overrides(var cell) -> cell(cell).documents.add(entry.key());
      case KnownKey.OverrideFile f -> cell(f.cell()).overrideFiles.add(entry.key());
      case KnownKey.Snapshot(var cell, var version) -> version(cell, version).mark = true;
      case KnownKey.SnapshotFile f -> version(f.cell(), f.version()).add(entry, now);
      case KnownKey.Deployment(var manifest, var version) ->
          deployment(manifest, version).document = true;
      case KnownKey.DeploymentFile f -> deployment(f.manifest(), f.version()).bytes.add(entry, now);
      case null, default -> {} // history, and names that are not ours
    }
  }

  private OfCell cell(CellRef cell) {
    return cells.computeIfAbsent(cell, _ -> new OfCell());
  }

  private Bytes version(CellRef cell, Version version) {
    return cell(cell).versions.computeIfAbsent(version, _ -> new Bytes());
  }

  private OfDeployment deployment(ManifestId manifest, Version version) {
    return deployments.computeIfAbsent(
        new DeploymentId(manifest, version), _ -> new OfDeployment());
  }
}
