package io.fleetman.controller.tree;

import io.fleetman.controller.support.Refusal;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came out of an archive. Bytes go into files that are numbered, never named by the archive,
 * so that no entry can write anywhere else; links become the file that they point at.
 */
final class Unpacked {
  private record Link(RelativePath path, RelativePath target) {}

  private final String archive;
  private final Path into;
  private final Archive.Limits limits;
  private final long packed;
  private final SortedMap<RelativePath, LocalFile> files = new TreeMap<>();
  private final Set<RelativePath> folders = new HashSet<>();
  private final List<Link> links = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int entries;
  private long bytes;

  Unpacked(String archive, Path into, Archive.Limits limits, long packed) {
    this.archive = archive;
    this.into = into;
    this.limits = limits;
    this.packed = Math.max(1, packed);
  }

  /** Refuses so many entries if they are too many. */
  void expect(int number) {
    if (number > limits.entries()) {
      throw tooMany(archive, limits);
    }
  }

  static Refusal tooMany(String archive, Archive.Limits limits) {
    return new Refusal.Invalid(
        archive + " has more than " + limits.entries() + " entries: it is refused");
  }

  void folder(String name) {
    RelativePath path = path(name);
    if (path != null) {
      folders.add(path);
    }
  }

  void file(String name, InputStream in, boolean executable) throws IOException {
    RelativePath path = path(name);
    if (path == null) {
      return;
    }
    Path file = into.resolve(String.format("%06d", entries));
    long size = copy(in, file);
    if (files.put(path, new LocalFile(path, file, false, size, executable, true)) != null) {
      problem(path.value(), "is in the archive twice: pack it again");
    }
  }

  void link(String name, @Nullable String target, boolean fromRoot) {
    RelativePath path = path(name);
    if (path == null) {
      return;
    }
    if (target == null || target.isEmpty() || target.startsWith("/")) {
      problem(name, "is a link out of the archive: pack the file itself");
      return;
    }
    Path parent = Path.of(path.value()).getParent();
    Path resolved =
        (fromRoot || parent == null ? Path.of(target) : parent.resolve(target)).normalize();
    try {
      links.add(new Link(path, new RelativePath(resolved.toString())));
    } catch (InvalidNameException e) {
      problem(name, "is a link out of the archive: pack the file itself");
    }
  }

  void special(String name) {
    problem(name, "is neither a file nor a folder: pack the archive without it");
  }

  /** All files, links resolved, and folders in which nothing is. */
  SortedMap<RelativePath, LocalFile> files() {
    for (int round = 0; round < 8 && !links.isEmpty(); round++) {
      links.removeIf(this::resolve);
    }
    links.forEach(
        l ->
            problem(l.path().value(), "is a link to no file of the archive: pack the file itself"));
    Set<String> parents = parents();
    for (RelativePath folder : folders) {
      if (!parents.contains(folder.value())) {
        files.putIfAbsent(folder, new LocalFile(folder, into, true, 0, true, true));
      }
    }
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
    return files;
  }

  private Set<String> parents() {
    Set<String> parents = new HashSet<>();
    Stream.concat(files.keySet().stream(), folders.stream())
        .map(RelativePath::value)
        .forEach(
            path -> {
              int end = path.lastIndexOf('/');
              while (end > 0 && parents.add(path.substring(0, end))) {
                end = path.lastIndexOf('/', end - 1);
              }
            });
    return parents;
  }

  private boolean resolve(Link link) {
    LocalFile target = files.get(link.target());
    if (target == null) {
      return false;
    }
    LocalFile copy =
        new LocalFile(link.path(), target.file(), false, target.size(), target.executable(), true);
    if (files.put(link.path(), copy) != null) {
      problem(link.path().value(), "is in the archive twice: pack it again");
    }
    return true;
  }

  /** The entry's path; null if it is not wanted, or refused. */
  private @Nullable RelativePath path(String name) {
    entries++;
    expect(entries);
    String cut = name;
    while (cut.startsWith("./")) {
      cut = cut.substring(2);
    }
    if (cut.endsWith("/")) {
      cut = cut.substring(0, cut.length() - 1);
    }
    if (cut.isEmpty() || cut.equals(".")) {
      return null; // the archive's own root
    }
    try {
      RelativePath path = new RelativePath(cut);
      for (String segment : cut.split("/", -1)) {
        if (FolderScan.never(segment, cut.equals(segment))) {
          return null;
        }
      }
      return path;
    } catch (InvalidNameException e) {
      problems.add(archive + ": " + e.getMessage());
      return null;
    }
  }

  private long copy(InputStream in, Path file) throws IOException {
    long size = 0;
    byte[] buffer = new byte[64 * 1024];
    try (OutputStream out = Temporary.write(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        bytes += n;
        if (bytes > limits.bytes()) {
          throw new Refusal.Invalid(
              archive + " unpacks to more than " + limits.bytes() + " bytes: it is refused");
        }
        if (bytes > limits.ratioFrom() && bytes / packed > limits.ratio()) {
          throw new Refusal.Invalid(
              archive
                  + " unpacks to more than "
                  + limits.ratio()
                  + " times its size, as a bomb does: it is refused");
        }
        out.write(buffer, 0, n);
      }
    }
    return size;
  }

  private void problem(String name, String what) {
    problems.add(archive + ": '" + name + "' " + what);
  }
}
