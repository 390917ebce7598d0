package io.fleetman.agent.install;

import io.fleetman.document.TreeEntry;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The folder in which a release is put together. Only the agent may enter it, so that nobody can
 * put a link where the agent is about to write.
 */
final class Staging {
  private final InstallRequest request;
  private final CellFolder folder;
  private final Owners.Owner service;
  private final Path root;
  private final Path earlier;

  private Staging(InstallRequest request, Owners.Owner service) {
    this.request = request;
    this.folder = request.folder();
    this.service = service;
    this.root = folder.incoming().resolve(request.name());
    this.earlier = folder.incoming().resolve("~earlier");
  }

  /** A fresh one; what an earlier attempt left is put aside, to take bytes from. */
  static Staging begin(InstallRequest request, Owners.Owner service) throws IOException {
    Staging staging = new Staging(request, service);
    CellFolder folder = request.folder();
    Disk.folder(folder.releases());
    Disk.privateFolder(folder.incoming());
    Disk.privateFolder(folder.templates());
    if (Files.exists(staging.root, LinkOption.NOFOLLOW_LINKS)) {
      Disk.deleteTree(staging.earlier);
      Disk.rename(staging.root, staging.earlier);
    }
    Files.createDirectory(staging.root);
    Files.createDirectory(staging.tree());
    Files.createDirectory(staging.freshShared());
    return staging;
  }

  Path root() {
    return root;
  }

  /** What becomes the release. */
  Path tree() {
    return root.resolve("tree");
  }

  /** What becomes data folders that do not exist yet. */
  Path freshShared() {
    return root.resolve("shared");
  }

  Path template(String sha256) {
    return folder.templates().resolve(sha256);
  }

  Path sharedTarget(RelativePath path) {
    return folder.shared(path);
  }

  Owners.Owner service() {
    return service;
  }

  /** Whether the data folder is there already, and keeps what it has. */
  boolean hasShared(RelativePath path) {
    return Files.isDirectory(folder.shared(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** What of the snapshot is on the node; of a file that is there more than once, the newest. */
  FilePlan.Present present() throws IOException {
    Map<String, FilePlan.Present.Have> byHash = new HashMap<>();
    Path tree = earlier.resolve("tree");
    boolean any = Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS);
    Set<String> wanted = new HashSet<>();
    for (Map.Entry<RelativePath, TreeEntry> e : request.snapshot().files().entrySet()) {
      String sha256 = e.getValue().sha256();
      if (sha256 == null) {
        continue;
      }
      wanted.add(sha256);
      if (any && isWhole(e.getKey().under(tree), e.getValue().size())) {
        byHash.put(sha256, new FilePlan.Present.Have(tree, e.getKey().value(), null));
      }
    }
    try (DirectoryStream<Path> templates = Files.newDirectoryStream(folder.templates(), "[!.]*")) {
      for (Path file : templates) {
        String sha256 = file.getFileName() + "";
        if (wanted.contains(sha256)) {
          byHash.put(sha256, new FilePlan.Present.Have(folder.templates(), sha256, null));
        }
      }
    }
    Releases releases = new Releases(folder);
    for (Release release : releases.all()) {
      Path from = folder.release(release.name());
      releases
          .files(release)
          .forEach(
              (path, as) -> {
                if (as.sha256() != null && !as.rendered() && wanted.contains(as.sha256())) {
                  byHash.put(as.sha256(), new FilePlan.Present.Have(from, path.value(), as));
                }
              });
    }
    return new FilePlan.Present(byHash);
  }

  private static boolean isWhole(Path file, long size) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == size;
  }

  /**
   * Data folders first, then the tree, then what its files must be, then the record, which makes
   * the release exist.
   */
  Release commit(
      ReleaseRecord record,
      SortedMap<RelativePath, InstalledFile> files,
      SortedSet<RelativePath> shared)
      throws IOException {
    for (RelativePath path : shared) {
      if (!hasShared(path)) {
        Path parent = folder.shared(path).getParent();
        if (parent != null) {
          Disk.folder(parent);
        }
        Disk.rename(path.under(freshShared()), folder.shared(path));
      }
    }
    Path target = folder.release(request.name());
    Disk.deleteTree(target); // without a record it is half a release
    Disk.rename(tree(), target);
    request.kills().passed(KillPoint.DEPLOY_RENAMED);
    Releases releases = new Releases(folder);
    releases.saveFiles(request.name(), files);
    request.kills().passed(KillPoint.DEPLOY_LISTED);
    Release release = releases.save(new Release(request.name(), record));
    request.kills().passed(KillPoint.DEPLOY_RECORDED);
    Disk.deleteTree(folder.incoming());
    return release;
  }
}
