package io.fleetman.controller.tree;

import io.fleetman.controller.support.Refusal;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One walk through a folder. */
final class FolderScan {
  private static final int MAX_DEPTH = 64;

  private final Path root;
  private final FileRules rules;
  private final SortedMap<RelativePath, LocalFile> files = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  FolderScan(Path folder, FileRules rules) {
    this.rules = rules;
    try {
      this.root = folder.toRealPath();
    } catch (NoSuchFileException e) {
      throw new Refusal.NotFound("there is no folder " + folder);
    } catch (IOException e) {
      throw new Refusal.Invalid(folder + " cannot be read: " + e.getMessage());
    }
    if (!Files.isDirectory(root)) {
      throw new Refusal.Invalid(folder + " is not a folder");
    }
  }

  /** Never part of a tree, whoever asks. */
  static boolean never(String name, boolean top) {
    return name.equals(".git") || (top && name.equals("fleetman.yaml"));
  }

  SortedMap<RelativePath, LocalFile> files() {
    var _ = folder(root, null, 0);
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
    return files;
  }

  /** Walks one folder; returns whether there was anything in it at all. */
  private boolean folder(Path folder, @Nullable RelativePath at, int depth) {
    boolean any = false;
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (IOException e) {
      problems.add(folder + " cannot be read: " + e.getMessage());
      return true;
    } catch (DirectoryIteratorException e) {
      problems.add(folder + " cannot be read: " + e.getMessage());
      return true;
    }
    children.sort(null);
    for (Path child : children) {
      any = true;
      String name = child.getFileName().toString();
      if (never(name, at == null)) {
        continue;
      }
      try {
        child(child, new RelativePath(at == null ? name : at + "/" + name), depth);
      } catch (InvalidNameException e) {
        problems.add(child + ": " + e.getMessage());
      } catch (IOException e) {
        problems.add(child + " cannot be read: " + e.getMessage());
      }
    }
    return any;
  }

  private void child(Path file, RelativePath path, int depth) throws IOException {
    if (!rules.mayHold(path)) {
      return;
    }
    if (Files.isSymbolicLink(file) && !stays(file, path)) {
      return;
    }
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      if (depth >= MAX_DEPTH) {
        problems.add("'" + path + "' is nested too deep, or a link leads back to its own folder");
      } else if (!folder(file, path, depth + 1) && rules.selects(path)) {
        add(new LocalFile(path, file, true, 0, true));
      }
    } else if (!rules.selects(path)) {
      return;
    } else if (attributes.isRegularFile()) {
      add(new LocalFile(path, file, false, attributes.size(), LocalFile.isExecutable(file)));
    } else {
      problems.add(
          "'" + path + "' is neither a file nor a folder: remove it, or exclude it under files");
    }
  }

  private boolean stays(Path link, RelativePath path) {
    try {
      Path target = link.toRealPath();
      if (!target.startsWith(root)) {
        problems.add(
            "'"
                + path
                + "' is a link that leaves the folder: copy the file in, or exclude it under"
                + " files");
        return false;
      }
      if (Files.isDirectory(target) && link.toAbsolutePath().normalize().startsWith(target)) {
        problems.add("'" + path + "' is a link to a folder that it lies in: remove or exclude it");
        return false;
      }
      return true;
    } catch (IOException e) {
      problems.add("'" + path + "' is a link to nothing: remove it, or exclude it under files");
      return false;
    }
  }

  private void add(LocalFile file) {
    if (files.size() == FileTree.MAX_FILES) {
      throw new Refusal.Invalid(
          "more than "
              + FileTree.MAX_FILES
              + " files: exclude what the service does not need, or pack it");
    }
    files.put(file.path(), file);
  }
}
