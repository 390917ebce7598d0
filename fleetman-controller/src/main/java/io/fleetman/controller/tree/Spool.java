package io.fleetman.controller.tree;

import io.fleetman.codec.Sha256;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;

/**
 * One body that came over the network, in a file of this machine until it is in the store: memory
 * does not grow with it, and a body that was cut off never gets any further. The file goes with
 * {@link #close}.
 */
public final class Spool implements AutoCloseable {
  private static final int SNIFFED = 8 * 1024;

  private final Path file;
  private final long size;
  private final String sha256;
  private final boolean text;

  private Spool(Path file, long size, String sha256, boolean text) {
    this.file = file;
    this.size = size;
    this.sha256 = sha256;
    this.text = text;
  }

  /**
   * Takes a body in.
   *
   * @param name what the body is called; an archive is known by its ending
   * @param most bytes that are taken
   * @throws Refusal.Invalid if there are more
   * @throws IOException if the body breaks off
   * @throws TemporaryFolderException if this machine has no room for it
   */
  public static Spool of(InputStream in, String name, long most) throws IOException {
    Path file = Temporary.file(Archive.ending(name));
    boolean whole = false;
    try (OutputStream out = Temporary.write(file)) {
      MessageDigest digest = Sha256.digest();
      byte[] first = in.readNBytes(SNIFFED);
      long size = 0;
      byte[] buffer = first;
      int n = first.length;
      byte[] rest = new byte[256 * 1024];
      while (n > 0) {
        size += n;
        if (size > most) {
          throw new Refusal.Invalid(
              "'" + name + "' has more than " + most + " bytes: leave it out, or put it in parts");
        }
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
        buffer = rest;
        n = in.read(rest);
      }
      whole = true;
      return new Spool(
          file, size, Sha256.hex(digest.digest()), Utf8.isText(first, size > first.length));
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The file, for an archive to be opened. */
  public Path file() {
    return file;
  }

  /** Its size in bytes. */
  public long size() {
    return size;
  }

  /** The SHA-256 of its bytes. */
  public String sha256() {
    return sha256;
  }

  /**
   * As a tree of one file.
   *
   * @param mode octal such as {@code 0644}
   */
  public HashedTree as(RelativePath path, String mode) {
    LocalFile local = new LocalFile(path, file, false, size, false, true);
    TreeEntry entry =
        new TreeEntry(
            text ? FileType.TEXT : FileType.BINARY, null, size, sha256, null, null, mode, false);
    return new HashedTree(
        new FileTree(new TreeMap<>(Map.of(path, local))), new TreeMap<>(Map.of(path, entry)));
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
