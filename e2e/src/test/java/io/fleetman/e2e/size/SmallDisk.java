package io.fleetman.e2e.size;

import io.fleetman.e2e.node.HostProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A file system of so many megabytes and files, for as long as it is open. */
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  static SmallDisk mount(Path folder, int megabytes, int files) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String size = "size=%dm,nr_inodes=%d,mode=755".formatted(megabytes, files);
    run("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString());
    return new SmallDisk(folder);
  }

  Path folder() {
    return folder;
  }

  /** Another program fills it, to the last byte; what it wrote can be deleted again. */
  Path fill(String name) {
    Path file = folder.resolve(name);
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      return file; // full
    }
  }

  @Override
  public void close() {
    run("umount", "--lazy", folder.toString());
  }

  private static void run(String... command) {
    HostProcess.run(Duration.ofSeconds(30), HostProcess.NO_INPUT, List.of(command)).orThrow();
  }
}
