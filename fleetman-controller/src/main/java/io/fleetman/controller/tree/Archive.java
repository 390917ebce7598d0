package io.fleetman.controller.tree;

import io.fleetman.controller.support.Refusal;
import io.fleetman.layout.RelativePath;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** Reads {@code .zip}, {@code .tar}, {@code .tar.gz} and {@code .tgz}. */
final class Archive {
  /**
   * What is refused as a bomb.
   *
   * @param entries the most entries
   * @param bytes the most bytes, unpacked
   * @param ratio the most bytes for each packed one, once {@code ratioFrom} bytes are unpacked
   * @param ratioFrom below so many bytes the ratio does not matter
   */
  record Limits(int entries, long bytes, long ratio, long ratioFrom) {
    static final Limits DEFAULT = new Limits(FileTree.MAX_FILES, 16L << 30, 200, 64L << 20);
  }

  private static final int EXECUTABLE = 0100;
  private static final int LONGEST_TARGET = 4096;

  private Archive() {}

  static boolean is(Path file) {
    return !ending(name(file)).isEmpty();
  }

  /** By what such an archive is known; empty if the name is none of one. */
  static String ending(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return List.of(".zip", ".tar", ".tar.gz", ".tgz").stream()
        .filter(lower::endsWith)
        .findFirst()
        .orElse("");
  }

  /**
   * Unpacks it into files with names of our own below {@code into}.
   *
   * @param called what messages call it
   */
  static SortedMap<RelativePath, LocalFile> unpack(
      Path archive, String called, Path into, Limits limits) {
    try {
      Unpacked unpacked = new Unpacked(called, into, limits, Files.size(archive));
      String name = name(archive);
      if (name.endsWith(".zip")) {
        zip(archive, unpacked);
      } else {
        boolean packed = !name.endsWith(".tar");
        count(archive, called, packed, limits);
        tar(archive, packed, unpacked);
      }
      return unpacked.files();
    } catch (IOException | IllegalArgumentException e) {
      throw new Refusal.Invalid(called + " cannot be unpacked: " + e.getMessage());
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  private static void zip(Path archive, Unpacked unpacked) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
      unpacked.expect(Collections.list(zip.getEntries()).size());
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        if (!zip.canReadEntryData(entry)) {
          throw new IOException(
              "'" + entry.getName() + "' is encrypted or packed in a way unknown");
        }
        try (InputStream in = zip.getInputStream(entry)) {
          if (entry.isUnixSymlink()) {
            unpacked.link(entry.getName(), target(in), false);
          } else if (entry.isDirectory()) {
            unpacked.folder(entry.getName());
          } else {
            unpacked.file(entry.getName(), in, (entry.getUnixMode() & EXECUTABLE) != 0);
          }
        }
      }
    }
  }

  // What says that it is a link may hold anything, and any amount of it.
  private static @Nullable String target(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LONGEST_TARGET + 1);
    return bytes.length > LONGEST_TARGET ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  // Too many are found before the first of them is written.
  private static void count(Path archive, String called, boolean packed, Limits limits)
      throws IOException {
    long size = Math.max(1, Files.size(archive));
    try (TarArchiveInputStream tar = open(archive, packed)) {
      int entries = 0;
      while (true) {
        TarArchiveEntry entry = tar.getNextEntry();
        if (entry == null) {
          return;
        }
        if (++entries > limits.entries()) {
          throw Unpacked.tooMany(called, limits);
        }
        // what the next entry lies behind would have to be unpacked to get there
        long behind = tar.getBytesRead() + entry.getSize();
        if (behind > limits.ratioFrom() && behind / size > limits.ratio()) {
          return; // a bomb, which is named when it is unpacked
        }
      }
    }
  }

  private static TarArchiveInputStream open(Path archive, boolean packed) throws IOException {
    InputStream file = new BufferedInputStream(Files.newInputStream(archive));
    try {
      return new TarArchiveInputStream(
          packed
              ? GzipCompressorInputStream.builder()
                  .setInputStream(file)
                  .setDecompressConcatenated(true)
                  .get()
              : file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static void tar(Path archive, boolean packed, Unpacked unpacked) throws IOException {
    try (TarArchiveInputStream tar = open(archive, packed)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isDirectory()) {
          unpacked.folder(entry.getName());
        } else if (entry.isSymbolicLink() || entry.isLink()) {
          unpacked.link(entry.getName(), entry.getLinkName(), entry.isLink());
        } else if (isPlain(entry)) {
          unpacked.file(entry.getName(), tar, (entry.getMode() & EXECUTABLE) != 0);
        } else {
          unpacked.special(entry.getName());
        }
      }
    }
  }

  // isFile() of commons-compress is true for devices too
  private static boolean isPlain(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice()
        && !entry.isFIFO();
  }
}
