package io.fleetman.agent.install;

import io.fleetman.codec.Json;
import io.fleetman.layout.RelativePath;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/**
 * What a release's files must be, in a file beside its record that is written once. It may be many
 * megabytes long, so it is never read as a whole.
 *
 * @param file where it is
 */
public record ReleaseFiles(Path file) {
  /** Every file and explicit folder of the release that is not data, in no order to rely on. */
  public void forEach(BiConsumer<RelativePath, InstalledFile> each) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Json.forEach(
          file.toString(),
          in,
          InstalledFile.class,
          (path, as) -> each.accept(new RelativePath(path), as));
    }
  }

  /** One of them. */
  public Optional<InstalledFile> find(RelativePath path) throws IOException {
    AtomicReference<InstalledFile> found = new AtomicReference<>();
    forEach(
        (each, as) -> {
          if (each.equals(path)) {
            found.set(as);
          }
        });
    return Optional.ofNullable(found.get());
  }

  /** Writes them; on the disk under their name when this returns. */
  void write(SortedMap<RelativePath, InstalledFile> files, int mode) throws IOException {
    Disk.write(
        file,
        mode,
        out -> {
          try (OutputStream buffered = new BufferedOutputStream(out, 64 * 1024)) {
            Json.write(files, buffered);
          }
        });
  }
}
