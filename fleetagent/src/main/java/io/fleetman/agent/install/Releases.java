package io.fleetman.agent.install;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The releases of one cell, as they are on the disk. */
public final class Releases {
  private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
  private static final String SUFFIX = ".json";
  private static final String FILES_SUFFIX = ".files.json";
  private static final int RECORD_MODE = 0600;

  private final CellFolder folder;

  /** Of the cell with this folder. */
  public Releases(CellFolder folder) {
    this.folder = folder;
  }

  /** Where they are. */
  public CellFolder folder() {
    return folder;
  }

  /**
   * All of them, in the order in which they were last made current; those that never were come
   * first. A record that cannot be read is left out, and named in the log.
   */
  public List<Release> all() throws IOException {
    if (!Files.isDirectory(folder.releases())) {
      return List.of();
    }
    List<Release> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.releases(), "[!.]*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName() + "";
        find(name.substring(0, name.length() - SUFFIX.length())).ifPresent(found::add);
      }
    }
    found.sort(
        Comparator.comparingInt((Release r) -> r.record().activation())
            .thenComparing(Release::name));
    return List.copyOf(found);
  }

  /** The release of this name, if it is whole. */
  public Optional<Release> find(String name) throws IOException {
    Path file = folder.record(name);
    if (!Files.isRegularFile(file)
        || !Files.isRegularFile(folder.files(name).file())
        || !Files.isDirectory(folder.release(name))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Release(
              name, Json.read(file.toString(), Files.readAllBytes(file), ReleaseRecord.class)));
    } catch (DocumentException e) {
      LOG.warn("{}; the release is taken as not there", e.getMessage());
      return Optional.empty();
    }
  }

  /** What a release's files must be. */
  public ReleaseFiles files(Release release) {
    return folder.files(release.name());
  }

  /** The release that {@code current} points to, if there is one. */
  public Optional<Release> current() throws IOException {
    if (!Files.isSymbolicLink(folder.current())) {
      return Optional.empty();
    }
    Path target = Files.readSymbolicLink(folder.current()).getFileName();
    return target == null ? Optional.empty() : find(target.toString());
  }

  /**
   * The release to which a rollback from {@code failed} goes: the last of the same cell that was
   * healthy. Those of one that had its name before are gone, unless a kill left some.
   */
  public Optional<Release> lastHealthy(Release failed) throws IOException {
    return all().stream()
        .filter(r -> r.record().phase() == Phase.HEALTHY && !r.name().equals(failed.name()))
        .filter(r -> r.record().cellUid().equals(failed.record().cellUid()))
        .max(Comparator.comparingInt(r -> r.record().activation()));
  }

  /** Writes what a new release's files must be; it exists only once its record is saved. */
  void saveFiles(String name, SortedMap<RelativePath, InstalledFile> files) throws IOException {
    folder.files(name).write(files, RECORD_MODE);
  }

  /** Writes the record, which for a new release is what makes it exist. */
  public Release save(Release release) throws IOException {
    Disk.write(folder.record(release.name()), Json.write(release.record()), RECORD_MODE);
    return release;
  }

  /** The number of the next activation. */
  public int nextActivation() throws IOException {
    return 1 + all().stream().mapToInt(r -> r.record().activation()).max().orElse(0);
  }

  /** Deletes one that is not active. */
  public void delete(Release release) throws IOException {
    Disk.delete(folder.record(release.name()));
    Disk.delete(folder.files(release.name()).file());
    Disk.deleteTree(folder.release(release.name()));
  }

  /** Makes it the active release; on the disk before this returns. */
  public void activate(Release release) throws IOException {
    Disk.flip(folder.current(), Path.of("releases", release.name()));
  }

  /** Leaves the cell without an active release. */
  public void deactivate() throws IOException {
    Disk.delete(folder.current());
  }

  /**
   * Deletes what nobody goes back to: all but the current release, the last healthy one, the last
   * that failed (so that it is not tried again, and can be looked into), and {@code keep} more;
   * half-made ones; templates that no release uses.
   */
  public void prune(int keep, KillPoints kills) throws IOException {
    Optional<Release> current = current();
    Set<String> kept = new HashSet<>();
    current.ifPresent(r -> kept.add(r.name()));
    if (current.isPresent()) {
      lastHealthy(current.get()).ifPresent(r -> kept.add(r.name()));
    }
    all().stream()
        .filter(r -> r.record().phase() == Phase.FAILED)
        .reduce((_, last) -> last)
        .ifPresent(r -> kept.add(r.name()));
    List<Release> rest =
        all().reversed().stream()
            .filter(r -> !kept.contains(r.name()) && r.record().phase() != Phase.FAILED)
            .toList();
    rest.stream().limit(keep).forEach(r -> kept.add(r.name()));
    deleteAllBut(kept, kills);
    Disk.deleteTree(folder.incoming());
    pruneTemplates();
  }

  /** Deletes every release and what belongs to none; data stays. */
  public void deleteAll(KillPoints kills) throws IOException {
    deactivate();
    kills.passed(KillPoint.DEPLOY_DEACTIVATED);
    Disk.deleteTree(folder.incoming());
    deleteAllBut(Set.of(), kills);
    Disk.deleteTree(folder.releases());
    Disk.deleteTree(folder.templates());
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      return !children.iterator().hasNext();
    }
  }

  private void deleteAllBut(Set<String> kept, KillPoints kills) throws IOException {
    if (!Files.isDirectory(folder.releases())) {
      return;
    }
    List<Path> doomed = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.releases())) {
      for (Path file : files) {
        String name = file.getFileName() + "";
        if (kept.stream()
            .noneMatch(
                k -> name.equals(k) || name.equals(k + SUFFIX) || name.equals(k + FILES_SUFFIX))) {
          doomed.add(file);
        }
      }
    }
    // Records first: a release whose deletion was cut short must not look whole.
    doomed.sort(Comparator.comparing(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)));
    for (Path file : doomed) {
      Disk.deleteTree(file);
      kills.passed(KillPoint.DEPLOY_PRUNING);
    }
  }

  private void pruneTemplates() throws IOException {
    if (!Files.isDirectory(folder.templates()) || isEmpty(folder.templates())) {
      return; // the lists of files need not be read
    }
    Set<String> used = new HashSet<>();
    for (Release release : all()) {
      files(release)
          .forEach(
              (_, as) -> {
                if (as.template() != null) {
                  used.add(as.template());
                }
              });
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.templates())) {
      for (Path file : files) {
        if (!used.contains(file.getFileName() + "")) {
          Files.delete(file);
        }
      }
    }
  }
}
