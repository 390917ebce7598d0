package io.fleetman.agent.runtime;

import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.install.Disk;
import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.layout.CellId;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.unit.Marker;
import io.fleetman.unit.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files {@code fleetman-<cell><suffix>} of one folder that are the agent's. */
final class UnitFiles {
  private static final Logger LOG = LoggerFactory.getLogger(UnitFiles.class);
  private static final String PREFIX = "fleetman-";
  private static final int MODE = 0644;

  private final Path folder;
  private final String suffix;

  UnitFiles(Path folder, String suffix) {
    this.folder = folder;
    this.suffix = suffix;
  }

  Path file(CellId cell) {
    return folder.resolve(Service.name(cell) + suffix);
  }

  void write(CellId cell, String text) throws InstallException {
    try {
      Disk.folder(folder);
      Disk.write(file(cell), text.getBytes(StandardCharsets.UTF_8), MODE);
    } catch (IOException e) {
      throw new InstallException("cannot write " + file(cell) + ": " + Causes.sentence(e));
    }
  }

  void delete(CellId cell) throws InstallException {
    try {
      String text = readAny(cell);
      if (text != null && Marker.isOurs(text)) {
        Disk.delete(file(cell));
      }
    } catch (IOException e) {
      throw new InstallException("cannot delete " + file(cell) + ": " + Causes.sentence(e));
    }
  }

  /** Whether there is no such file, not even somebody else's. */
  boolean absent(CellId cell) {
    return !Files.exists(file(cell), LinkOption.NOFOLLOW_LINKS);
  }

  /** The text; null if there is no such file, or it is somebody else's. */
  @Nullable String read(CellId cell) throws InstallException {
    try {
      String text = readAny(cell);
      return text != null && Marker.isOurs(text) ? text : null;
    } catch (IOException e) {
      throw new InstallException("cannot read " + file(cell) + ": " + Causes.sentence(e));
    }
  }

  void checkFree(CellId cell) throws NodeLacks {
    try {
      String text = readAny(cell);
      if (text != null && !Marker.isOurs(text)) {
        throw new NodeLacks(
            file(cell)
                + " is not Fleetman's and is left alone: give the cell another id, or move that"
                + " file away");
      }
    } catch (IOException e) {
      throw new NodeLacks("cannot read " + file(cell) + ": " + Causes.sentence(e));
    }
  }

  SortedSet<CellId> scan() {
    SortedSet<CellId> found = new TreeSet<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + suffix)) {
      for (Path file : files) {
        if (isOurs(file)) {
          String name = file.getFileName() + "";
          found.add(new CellId(name.substring(PREFIX.length(), name.length() - suffix.length())));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("cannot look for cells in {}: {}", folder, e.getMessage());
    }
    return found;
  }

  // One file that cannot be read, or is no text, is somebody else's and hides no cell of ours.
  private boolean isOurs(Path file) {
    String name = file.getFileName() + "";
    try {
      CellId _ = new CellId(name.substring(PREFIX.length(), name.length() - suffix.length()));
      return Files.isRegularFile(file) && Marker.isOurs(text(file));
    } catch (IOException | InvalidNameException e) {
      LOG.debug("{} is none of the agent's: {}", file, e.getMessage());
      return false;
    }
  }

  private @Nullable String readAny(CellId cell) throws IOException {
    return Files.exists(file(cell)) ? text(file(cell)) : null;
  }

  // Whatever somebody's editor made of it: what is no UTF-8 differs from what was installed.
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
