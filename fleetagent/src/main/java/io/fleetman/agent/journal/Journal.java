package io.fleetman.agent.journal;

import io.fleetman.agent.install.Disk;
import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import io.fleetman.layout.CellId;
import io.fleetman.layout.InvalidNameException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One small file a cell, replaced atomically and synced, so that a kill at any point leaves the old
 * or the new entry. A lost or broken file is rebuilt from the cell's own status.json and the host.
 */
public final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final String SUFFIX = ".json";

  private final Path folder;

  /** In this folder, which {@link #open} makes. */
  public Journal(Path stateFolder) {
    this.folder = stateFolder.resolve("cells");
  }

  /** Makes the folder. */
  public void open() throws IOException {
    Files.createDirectories(folder);
  }

  /**
   * The entry of a cell; empty if there is none, or none that can be understood.
   *
   * @throws UncheckedIOException if the disk does not answer
   */
  public Optional<Entry> read(CellId cell) {
    Path file = file(cell);
    try {
      return Optional.of(Json.read(file.toString(), Files.readAllBytes(file), Entry.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (DocumentException e) {
      LOG.warn("{}; it is rebuilt from status.json and the host", e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /** Every entry that can be read. */
  public SortedMap<CellId, Entry> readAll() {
    SortedMap<CellId, Entry> entries = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        try {
          CellId cell = new CellId(name.substring(0, name.length() - SUFFIX.length()));
          read(cell).ifPresent(entry -> entries.put(cell, entry));
        } catch (InvalidNameException e) {
          LOG.warn("{} is none of the agent's files and is ignored", file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
    return entries;
  }

  /**
   * Replaces the entry of a cell; when this returns it survives a power cut.
   *
   * @throws UncheckedIOException if the disk refuses
   */
  public void write(CellId cell, Entry entry) {
    Path file = file(cell);
    try {
      Disk.write(file, Json.write(entry), 0600);
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + " cannot be written: make room on the disk, or give the agent's user the folder",
          e);
    }
  }

  private Path file(CellId cell) {
    return folder.resolve(cell + SUFFIX);
  }
}
