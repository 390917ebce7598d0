package io.fleetman.agent.job;

import io.fleetman.agent.install.Disk;
import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import io.fleetman.layout.ExecutionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One small file for each execution that is not ended, replaced atomically and synced. Only the
 * agent may read it: parameters may be secret.
 */
final class Memory {
  private static final Logger LOG = LoggerFactory.getLogger(Memory.class);
  private static final String SUFFIX = ".json";

  private final Path folder;

  Memory(Path stateFolder) {
    this.folder = stateFolder.resolve("jobs");
  }

  void open() throws IOException {
    Disk.privateFolder(folder);
  }

  /** All that can be read; what cannot is rebuilt from the gates. */
  List<Memo> readAll() {
    List<Memo> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        try {
          all.add(Json.read(file.toString(), Files.readAllBytes(file), Memo.class));
        } catch (NoSuchFileException e) {
          LOG.debug("{} is over since it was listed", file.getFileName());
        } catch (DocumentException e) {
          LOG.warn("{}; it is rebuilt from the bucket and the host", e.getMessage());
        }
      }
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(folder + " cannot be read", e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
    return all;
  }

  /** When this returns it survives a power cut. */
  void write(Memo memo) {
    try {
      Disk.write(file(memo.execution().id()), Json.write(memo), 0600);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written: make room on the disk", e);
    }
  }

  void forget(ExecutionId execution) {
    try {
      Disk.delete(file(execution));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written", e);
    }
  }

  private Path file(ExecutionId execution) {
    return folder.resolve(execution + SUFFIX);
  }
}
