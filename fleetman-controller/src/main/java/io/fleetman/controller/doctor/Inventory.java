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

/** What lies in the bucket, put in order: a listing each of cells, deployments and staging. */
record Inventory(
    Duration quiet,
    SortedMap<CellRef, OfCell> cells,
    SortedMap<DeploymentId, OfDeployment> deployments,
    Bytes staging) {
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
    final Bytes overrides;
    final SortedMap<Version, Bytes> versions = new TreeMap<>();

    private OfCell(Duration quiet) {
      overrides = new Bytes(quiet);
    }
  }

  /** A deployment's keys. */
  static final class OfDeployment {
    boolean document;
    final Bytes bytes;

    private OfDeployment(Duration quiet) {
      bytes = new Bytes(quiet);
    }
  }

  /** Bytes that belong to one index. */
  static final class Bytes {
    final Set<String> keys = new HashSet<>();
    final Duration quiet;
    boolean mark;
    private @Nullable Instant newest;
    private @Nullable Instant storeNow;

    private Bytes(Duration quiet) {
      this.quiet = quiet;
    }

    private void add(ListPage.Entry entry, @Nullable Instant now) {
      keys.add(entry.key());
      touched(entry, now);
    }

    /** The index changed: what it named until then may still be being copied. */
    private void touched(ListPage.Entry entry, @Nullable Instant now) {
      storeNow = now;
      if (newest == null || entry.lastModified().isAfter(newest)) {
        newest = entry.lastModified();
      }
    }

    /** Whether nothing was added for a while, by the store's clock alone. */
    boolean settled() {
      if (quiet.isZero()) {
        return true;
      }
      return newest != null
          && storeNow != null
          && Duration.between(newest, storeNow).compareTo(quiet) > 0;
    }

    /** The keys that an index does not name. */
    List<String> unnamed(Set<String> named) {
      return keys.stream().filter(k -> !named.contains(k)).sorted().toList();
    }
  }

  /**
   * Lists everything.
   *
   * @param quiet how long nothing must have been added to what counts as left behind
   */
  static Inventory of(ObjectReader store, Duration quiet) {
    Inventory inventory = new Inventory(quiet, new TreeMap<>(), new TreeMap<>(), new Bytes(quiet));
    Listing cells = Listing.all(store, Keys.cells());
    cells.objects().forEach(entry -> inventory.add(entry, cells.storeNow()));
    Listing deployments = Listing.all(store, Keys.deployments());
    deployments.objects().forEach(entry -> inventory.add(entry, deployments.storeNow()));
    Listing staging = Listing.all(store, Keys.stagingFolder());
    staging.objects().forEach(entry -> inventory.add(entry, staging.storeNow()));
    return inventory;
  }

  private void add(ListPage.Entry entry, @Nullable Instant now) {
    switch (KeyParser.parse(entry.key()).orElse(null)) {
      case KnownKey.Cell(var cell) -> cell(cell).documents.add(entry.key());
      case KnownKey.Trigger(var cell) -> cell(cell).documents.add(entry.key());
      case KnownKey.Status(var cell) -> cell(cell).documents.add(entry.key());
      case KnownKey.Overrides(var cell) -> {
        cell(cell).documents.add(entry.key());
        cell(cell).overrides.touched(entry, now);
      }
      case KnownKey.OverrideFile f -> cell(f.cell()).overrides.add(entry, now);
      case KnownKey.Snapshot(var cell, var version) -> version(cell, version).mark = true;
      case KnownKey.SnapshotFile f -> version(f.cell(), f.version()).add(entry, now);
      case KnownKey.Deployment(var manifest, var version) -> {
        deployment(manifest, version).document = true;
        deployment(manifest, version).bytes.touched(entry, now);
      }
      case KnownKey.DeploymentFile f -> deployment(f.manifest(), f.version()).bytes.add(entry, now);
      case KnownKey.Staging _ -> staging.touched(entry, now);
      case KnownKey.StagingFile _ -> staging.add(entry, now);
      case null, default -> {} // history, and names that are not ours
    }
  }

  private OfCell cell(CellRef cell) {
    return cells.computeIfAbsent(cell, _ -> new OfCell(quiet));
  }

  private Bytes version(CellRef cell, Version version) {
    return cell(cell).versions.computeIfAbsent(version, _ -> new Bytes(quiet));
  }

  private OfDeployment deployment(ManifestId manifest, Version version) {
    return deployments.computeIfAbsent(
        new DeploymentId(manifest, version), _ -> new OfDeployment(quiet));
  }
}
