package io.fleetman.controller.deployment;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.tree.ByteUpload;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.LocalFile;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One upload: every file that the draft lacks gets its bytes under one fresh attempt id. */
final class TreeUpload {
  // Below this a copy within the store costs as much as sending the bytes.
  private static final long WORTH_COPYING = 64 * 1024;

  private final OpenFleet fleet;
  private final UploadListener listener;
  private final ByteUpload bytes;
  private final AtomicInteger uploaded = new AtomicInteger();
  private final AtomicInteger copied = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();
  private int unchanged;

  TreeUpload(OpenFleet fleet, UploadListener listener) {
    this.fleet = fleet;
    this.listener = listener;
    this.bytes = new ByteUpload(fleet.objects(), listener);
  }

  /**
   * Puts what {@code before} lacks; the index that results names only keys whose put was answered.
   *
   * @param earlier other deployments whose bytes may be copied; asked for only if it may pay
   */
  SortedMap<RelativePath, TreeEntry> put(
      ManifestId manifest,
      Version version,
      HashedTree tree,
      SortedMap<RelativePath, TreeEntry> before,
      Supplier<List<DeploymentDocument>> earlier) {
    SortedMap<RelativePath, TreeEntry> index = new TreeMap<>();
    List<LocalFile> missing = new ArrayList<>();
    tree.index()
        .forEach(
            (path, entry) -> {
              String key = keyOf(before.get(path), entry);
              if (entry.type() == FileType.FOLDER) {
                index.put(path, entry);
              } else if (key != null) {
                index.put(path, entry.at(key));
                unchanged++;
              } else {
                missing.add(Objects.requireNonNull(tree.tree().files().get(path)));
              }
            });
    Map<String, String> sources =
        missing.stream().anyMatch(f -> f.size() >= WORTH_COPYING) ? keys(earlier.get()) : Map.of();
    announce(tree, missing, sources);
    String attempt = fleet.newId();
    List<TreeEntry> put =
        Parallel.map(
            missing,
            file -> {
              TreeEntry entry = Objects.requireNonNull(tree.index().get(file.path()));
              String key = Keys.deploymentFile(manifest, version, attempt, file.path());
              one(file, entry, key, sources.get(entry.sha256()));
              fleet.passed(KillPoint.UPLOAD_SENDING);
              return entry.at(key);
            });
    for (int i = 0; i < put.size(); i++) {
      index.put(missing.get(i).path(), put.get(i));
    }
    return index;
  }

  private void announce(HashedTree tree, List<LocalFile> missing, Map<String, String> sources) {
    int copies = 0;
    long all = 0;
    for (LocalFile file : missing) {
      TreeEntry entry = Objects.requireNonNull(tree.index().get(file.path()));
      copies += isCopied(entry, sources.get(entry.sha256())) ? 1 : 0;
      all += file.size();
    }
    listener.begins(missing.size() - copies, copies, all);
  }

  private static boolean isCopied(TreeEntry entry, @Nullable String source) {
    return source != null && entry.size() >= WORTH_COPYING;
  }

  int uploaded() {
    return uploaded.get();
  }

  int copied() {
    return copied.get();
  }

  int unchanged() {
    return unchanged;
  }

  long bytes() {
    return sent.get();
  }

  private void one(LocalFile file, TreeEntry entry, String key, @Nullable String source) {
    if (source != null && isCopied(entry, source)) {
      try {
        fleet.objects().copy(source, key);
        copied.incrementAndGet();
        listener.sent(entry.size());
        listener.done(file.path());
        return;
      } catch (StoreException.NotFound e) {
        // that deployment was purged meanwhile: its bytes are sent like any others
        bytes.put(file, entry, key);
      }
    } else {
      bytes.put(file, entry, key);
    }
    uploaded.incrementAndGet();
    sent.addAndGet(entry.size());
  }

  private static @Nullable String keyOf(@Nullable TreeEntry old, TreeEntry entry) {
    return old != null && old.size() == entry.size() && Objects.equals(old.sha256(), entry.sha256())
        ? old.key()
        : null;
  }

  private static Map<String, String> keys(List<DeploymentDocument> deployments) {
    Map<String, String> keys = new HashMap<>();
    for (DeploymentDocument deployment : deployments) {
      for (TreeEntry entry : deployment.files().values()) {
        String sha256 = entry.sha256();
        String key = entry.key();
        if (sha256 != null && key != null) {
          keys.putIfAbsent(sha256, key);
        }
      }
    }
    return keys;
  }
}
