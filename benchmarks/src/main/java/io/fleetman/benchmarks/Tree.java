package io.fleetman.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** A folder of random files, with a fleetman.yaml that says it is files only. */
final class Tree {
  private static final int A_FOLDER = 100;
  private static final int CHUNK = 1 << 20;

  private final Path folder;
  private final int files;
  private final long size;

  /** So many files of so many bytes each. */
  Tree(Path folder, int files, long size) {
    this.folder = folder;
    this.files = files;
    this.size = size;
  }

  Path folder() {
    return folder;
  }

  int files() {
    return files;
  }

  long bytes() {
    return files * size;
  }

  /** Writes all of them, and the definition of a manifest of this name. */
  Tree write(String manifest) throws IOException {
    Random random = new Random(manifest.hashCode());
    for (int i = 0; i < files; i++) {
      write(i, random);
    }
    Files.writeString(
        folder.resolve("fleetman.yaml"),
        "manifest: "
            + manifest
            + "\nprofile: deploy\nfiles:\n"
            + "  - {path: ., exclude: [fleetman.yaml]}\n");
    return this;
  }

  /** Writes one file in a hundred anew; which ones depends on the round. */
  void change(int round) throws IOException {
    Random random = new Random(round);
    for (int i = round % A_FOLDER; i < files; i += A_FOLDER) {
      write(i, random);
    }
  }

  private void write(int number, Random random) throws IOException {
    Path file =
        folder.resolve(
            String.format(Locale.ROOT, "part-%03d/file-%05d.bin", number / A_FOLDER, number));
    Files.createDirectories(file.getParent());
    byte[] chunk = new byte[(int) Math.min(size, CHUNK)];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = size; left > 0; left -= chunk.length) {
        random.nextBytes(chunk);
        out.write(chunk, 0, (int) Math.min(left, chunk.length));
      }
    }
  }
}
