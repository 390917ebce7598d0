package io.fleetman.e2e.size;

import io.fleetman.codec.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of files to deploy, the same for the same numbers, and what is in a folder. */
final class Sample {
  /** What users call their files, and what an S3 client may get wrong. */
  static final List<String> ODD_NAMES =
      List.of(
          "a space.txt",
          " leading and trailing ",
          "plus+percent%20and%2Fnot-a-slash",
          "100%",
          "ampersand&equals=question?hash#",
          "quotes'\"`$(x)`.sh",
          "back and < angles >|;*[!]{}~^",
          ".hidden/.also hidden",
          "-dash",
          "..three...dots..",
          "caf\u00e9 composed",
          "cafe\u0301 decomposed",
          "\u65e5\u672c\u8a9e/\u043f\u0443\u0442\u044c/\u0645\u0644\u0641",
          "emoji \ud83d\ude80\ud83d\udc69\u200d\ud83d\udcbb.txt",
          "Case.txt",
          "manifest.json",
          "deployment.json",
          "empty.txt",
          ("segment-of-199-bytes-" + "x".repeat(178)) + "/inside",
          Stream.of(0, 1, 2, 3, 4, 5)
                  .map(i -> i + "-" + "y".repeat(97))
                  .reduce((a, b) -> a + "/" + b)
                  .orElseThrow()
              + "/end.txt");

  private final Path folder;
  private final String manifest;

  private Sample(Path folder, String manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /** An empty folder that is a service of files only on one cell. */
  static Sample of(Path folder, String manifest, String node) {
    Sample sample = new Sample(folder, manifest);
    sample.text(
        "fleetman.yaml",
        "manifest: %1$s\nprofile: deploy\ncells:\n  - {node: %2$s, id: %1$s}\n"
            .formatted(manifest, node));
    return sample;
  }

  /** Adds so many small files, 100 to a folder, of 4 KB at most and half of that on average. */
  Sample files(int count) {
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[random.nextInt(4096)];
      random.nextBytes(bytes);
      bytes("module-%04d/src/file-%06d.bin".formatted(i / 100, i), bytes);
    }
    return this;
  }

  /** Adds one file of so many megabytes that do not compress. */
  Sample large(String path, int megabytes) {
    Path file = folder.resolve(path);
    byte[] block = new byte[1 << 20];
    Random random = new Random(megabytes);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < megabytes; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Adds a text file. */
  Sample text(String path, String content) {
    bytes(path, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private void bytes(String path, byte[] content) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The manifest's name, and the cell's. */
  String manifest() {
    return manifest;
  }

  String folder() {
    return folder.toString();
  }

  /** Path and sha256 of every file of the service. */
  SortedMap<String, String> content() {
    SortedMap<String, String> content = content(folder);
    content.remove("fleetman.yaml");
    return content;
  }

  /** Path and sha256 of every file in a folder. */
  static SortedMap<String, String> content(Path folder) {
    SortedMap<String, String> content = new TreeMap<>();
    try {
      Path root = folder.toRealPath();
      try (Stream<Path> walk = Files.walk(root)) {
        for (Path file :
            walk.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList()) {
          content.put(root.relativize(file).toString(), hash(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return Sha256.hex(digest.digest());
  }
}
