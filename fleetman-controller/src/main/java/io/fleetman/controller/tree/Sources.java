package io.fleetman.controller.tree;

import io.fleetman.controller.support.Refusal;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files, folders and archives ({@code .zip}, {@code .tar}, {@code .tar.gz}, {@code .tgz}) as one
 * tree. Archives are unpacked into a folder of their own, which is deleted on {@link #close}.
 */
public final class Sources implements AutoCloseable {
  private final FileTree tree;
  private final @Nullable Path unpacked;

  private Sources(FileTree tree, @Nullable Path unpacked) {
    this.tree = tree;
    this.unpacked = unpacked;
  }

  /**
   * Opens them. A folder's files are put below the tree's root, so is an archive's content.
   *
   * @throws Refusal naming what is refused and why
   */
  public static Sources open(List<Path> paths) {
    return open(paths, Archive.Limits.DEFAULT);
  }

  /**
   * Opens an archive that came over the network.
   *
   * @param called what whoever sent it calls it
   * @throws Refusal if it is none, or naming what is refused and why
   */
  public static Sources archive(Spool body, String called) {
    if (!Archive.is(body.file())) {
      throw new Refusal.Invalid(
          "'" + called + "' is no archive: its name ends in .zip, .tar, .tar.gz or .tgz");
    }
    Path folder = Temporary.folder();
    boolean opened = false;
    try {
      Sources sources =
          new Sources(
              new FileTree(Archive.unpack(body.file(), called, folder, Archive.Limits.DEFAULT)),
              folder);
      opened = true;
      return sources;
    } finally {
      if (!opened) {
        delete(folder);
      }
    }
  }

  static Sources open(List<Path> paths, Archive.Limits limits) {
    Path folder = paths.stream().anyMatch(Archive::is) ? Temporary.folder() : null;
    boolean opened = false;
    try {
      SortedMap<RelativePath, LocalFile> all = new TreeMap<>();
      List<String> problems = new ArrayList<>();
      for (int i = 0; i < paths.size(); i++) {
        one(paths.get(i), folder == null ? null : folder.resolve("" + i), limits)
            .forEach(
                (path, file) -> {
                  if (all.put(path, file) != null) {
                    problems.add("'" + path + "' is given twice: leave one of the two out");
                  }
                });
      }
      if (!problems.isEmpty()) {
        throw new Refusal.Invalid(problems);
      }
      opened = true;
      return new Sources(new FileTree(all), folder);
    } finally {
      if (!opened) {
        delete(folder);
      }
    }
  }

  private static SortedMap<RelativePath, LocalFile> one(
      Path path, @Nullable Path into, Archive.Limits limits) {
    if (Files.isDirectory(path)) {
      return FileTree.scan(path, List.of()).files();
    }
    if (!Files.isRegularFile(path)) {
      throw new Refusal.NotFound("there is no file or folder " + path);
    }
    try {
      if (into != null && Archive.is(path)) {
        return Archive.unpack(path, path.toString(), Files.createDirectory(into), limits);
      }
      RelativePath name = new RelativePath(path.getFileName().toString());
      return new TreeMap<>(
          Map.of(
              name,
              new LocalFile(name, path, false, Files.size(path), LocalFile.isExecutable(path))));
    } catch (InvalidNameException e) {
      throw new Refusal.Invalid(path + ": " + e.getMessage());
    } catch (IOException e) {
      throw new Refusal.Invalid(path + " cannot be read: " + e.getMessage());
    }
  }

  /** All of it. */
  public FileTree tree() {
    return tree;
  }

  @Override
  public void close() {
    delete(unpacked);
  }

  private static void delete(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try {
      Temporary.delete(folder);
    } catch (IOException e) {
      throw new IllegalStateException(folder + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
