package io.fleetman.agent.install;

import io.fleetman.document.FileType;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import io.fleetman.template.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which files a release has, whose they are, and where their bytes come from.
 *
 * @param files every file and explicit folder, parents before what is in them
 * @param shared folders that are links to folders that outlive the release
 */
record FilePlan(List<Planned> files, SortedSet<RelativePath> shared) {

  private static final long BLOCK = 4096;
  private static final long MOST = 1L << 60;

  /**
   * What the node has already.
   *
   * @param byHash files of releases, and templates, by the hash of their bytes
   */
  record Present(Map<String, Have> byHash) {
    /**
     * A file on this node.
     *
     * @param folder the folder of its tree
     * @param path where it is in there
     * @param as how it was installed; null if it is none of a release's
     */
    record Have(Path folder, String path, @Nullable InstalledFile as) {
      // Made when it is asked for: there may be as many as files, and a Path is a large thing.
      Path file() {
        return folder.resolve(path);
      }
    }
  }

  /**
   * Plans.
   *
   * @throws NodeLacks if a name, a mode or an owner cannot be had here
   */
  static FilePlan of(SnapshotMark.Snapshot snapshot, Present present, Owners owners)
      throws NodeLacks, InterruptedException {
    SortedSet<RelativePath> shared = SharedFolders.of(snapshot);
    List<Planned> files = new ArrayList<>();
    SortedSet<RelativePath> plain = new TreeSet<>();
    for (Map.Entry<RelativePath, TreeEntry> e : snapshot.files().entrySet()) {
      if (e.getValue().deleted()) {
        continue;
      }
      check(e.getKey(), e.getValue(), shared);
      files.add(plan(e.getKey(), e.getValue(), present, owners));
      if (e.getValue().type() != FileType.FOLDER) {
        plain.add(e.getKey());
      }
    }
    for (Planned file : files) {
      for (RelativePath above : parents(file.path())) {
        if (plain.contains(above)) {
          throw new NodeLacks(
              "'" + above + "' is both a file and the folder of '" + file.path() + "'");
        }
      }
    }
    return new FilePlan(List.copyOf(files), shared);
  }

  /** Bytes that will be written to the disk, which gives them away in whole blocks. */
  long bytesToWrite() {
    return files.stream()
        .filter(f -> !(f.source() instanceof Planned.Source.Link))
        .mapToLong(f -> Math.ceilDiv(Math.clamp(f.entry().size(), 0, MOST), BLOCK) * BLOCK)
        .reduce(0, (a, b) -> Math.min(a + b, MOST)); // more than any disk has, and still a number
  }

  private static Planned plan(RelativePath path, TreeEntry entry, Present present, Owners owners)
      throws NodeLacks, InterruptedException {
    Owners.Owner owner = owners.of(entry.owner(), entry.group());
    int mode = FileMode.parse(path, entry.mode());
    Planned file = new Planned(path, entry, owner, mode, null);
    return file.folder() ? file : file.from(source(file, present, owners.service()));
  }

  private static Planned.Source source(Planned file, Present present, Owners.Owner service) {
    Present.Have have = present.byHash().get(file.sha256());
    if (have == null) {
      return new Planned.Source.Store(file.key());
    }
    InstalledFile as = have.as();
    boolean same =
        as != null
            && !as.rendered()
            && as.uid() == file.owner().uid()
            && as.gid() == file.owner().gid()
            && as.modeBits() == file.mode();
    return same && !file.template() && untouchable(file, service)
        ? new Planned.Source.Link(have)
        : new Planned.Source.Copy(have);
  }

  // A service that may write to a file would write through the link into the release that a
  // rollback goes back to; and who owns a file may give itself that right at any time.
  private static boolean untouchable(Planned file, Owners.Owner service) {
    boolean others = (file.mode() & 0022) != 0;
    return !others && file.owner().uid() != service.uid() && service.uid() != 0;
  }

  private static void check(RelativePath path, TreeEntry entry, SortedSet<RelativePath> shared)
      throws NodeLacks {
    if (entry.type() == FileType.FOLDER) {
      return;
    }
    if (entry.key() == null || entry.sha256() == null) {
      throw new NodeLacks(
          "'" + path + "' has no " + (entry.key() == null ? "key" : "sha256") + " in the snapshot");
    }
    if (!entry.sha256().matches("[0-9a-f]{64}")) {
      throw new NodeLacks(
          "'" + path + "' has a sha256 that is not 64 lower-case hexadecimal digits");
    }
    if (entry.type() == FileType.TEMPLATE && entry.size() > Template.MOST_BYTES) {
      throw new NodeLacks(
          "template '" + path + "' is larger than the 1 MB that is rendered: make it 'binary'");
    }
    if (shared.contains(path)) {
      throw new NodeLacks(
          "'" + path + "' is a file, and 'data' or 'logs' needs it as a folder: rename one");
    }
  }

  static List<RelativePath> parents(RelativePath path) {
    List<RelativePath> above = new ArrayList<>();
    String value = path.value();
    for (int i = value.indexOf('/'); i > 0; i = value.indexOf('/', i + 1)) {
      above.add(new RelativePath(value.substring(0, i)));
    }
    return above;
  }
}
