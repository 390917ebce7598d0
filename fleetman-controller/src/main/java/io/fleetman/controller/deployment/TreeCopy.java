package io.fleetman.controller.deployment;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.TreeEntry;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Copies bytes within the store under one fresh attempt id. A copy, and not another name for the
 * same key: where the bytes came from may be deleted without asking whoever copied them.
 */
final class TreeCopy {
  private final OpenFleet fleet;
  private final UploadListener listener;
  private final AtomicInteger copied = new AtomicInteger();

  TreeCopy(OpenFleet fleet, UploadListener listener) {
    this.fleet = fleet;
    this.listener = listener;
  }

  /** The copies' index: it names only keys whose copy was answered. */
  SortedMap<RelativePath, TreeEntry> put(
      ManifestId manifest,
      Version version,
      SortedMap<RelativePath, TreeEntry> from,
      SortedMap<RelativePath, TreeEntry> before) {
    String attempt = fleet.newId();
    List<Map.Entry<RelativePath, TreeEntry>> files = List.copyOf(from.entrySet());
    List<TreeEntry> missing =
        files.stream()
            .filter(f -> sameBytes(before.get(f.getKey()), f.getValue()) == null)
            .map(Map.Entry::getValue)
            .filter(entry -> entry.key() != null)
            .toList();
    listener.begins(0, missing.size(), missing.stream().mapToLong(TreeEntry::size).sum());
    List<TreeEntry> done =
        Parallel.map(
            files,
            Parallel.COPIES,
            file -> {
              TreeEntry entry = file.getValue();
              String source = entry.key();
              if (source == null) {
                return entry; // a folder
              }
              String there = sameBytes(before.get(file.getKey()), entry);
              if (there != null) {
                return entry.at(there);
              }
              String key = Keys.deploymentFile(manifest, version, attempt, file.getKey());
              copy(file.getKey(), source, key);
              fleet.passed(KillPoint.UPLOAD_SENDING);
              return entry.at(key);
            });
    SortedMap<RelativePath, TreeEntry> index = new TreeMap<>();
    for (int i = 0; i < files.size(); i++) {
      index.put(files.get(i).getKey(), done.get(i));
    }
    return index;
  }

  int copied() {
    return copied.get();
  }

  private void copy(RelativePath path, String source, String key) {
    try {
      fleet.objects().copy(source, key);
    } catch (StoreException.NotFound e) {
      throw new Refusal.Conflict(
          "'" + path + "' was deleted while it was being copied: look at what is left, try again");
    }
    copied.incrementAndGet();
    listener.done(path);
  }

  private static @Nullable String sameBytes(@Nullable TreeEntry old, TreeEntry entry) {
    return old != null && old.size() == entry.size() && Objects.equals(old.sha256(), entry.sha256())
        ? old.key()
        : null;
  }
}
