package io.fleetman.agent.install;

import io.fleetman.codec.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;

/** Reads and hashes files of the node; only regular ones, for a pipe would never end. */
public final class Hashing {
  private static final int BUFFER = 64 * 1024;

  private Hashing() {}

  /** The sha256 of a file, streamed. */
  public static String of(Path file) throws IOException {
    return copy(file, OutputStream.nullOutputStream(), Long.MAX_VALUE);
  }

  /**
   * Copies a file to a new one and returns the sha256 of what was written.
   *
   * @param size of the file; one that has become larger is not copied on, since nobody knows
   *     whether there is room for it
   */
  static String copy(Path from, Path to, long size) throws IOException {
    try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
      return copy(from, out, size);
    }
  }

  private static String copy(Path from, OutputStream out, long most) throws IOException {
    if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(from + " is not a regular file");
    }
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER];
    long done = 0;
    try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        done += n;
        if (done > most) {
          throw new IOException(from + " has become larger than " + most + " bytes");
        }
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
    return Sha256.hex(digest.digest());
  }

  /**
   * A file's bytes, of which there must be so many. Whoever owns its folder may put anything in its
   * place at any moment: neither a pipe holds the agent up, nor does a huge file take its memory.
   */
  public static byte[] read(Path file, int size) throws IOException {
    try (FileChannel in = opened(file)) {
      if (in.size() != size) {
        throw new IOException(file + " has not " + size + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate(size);
      while (bytes.hasRemaining() && in.read(bytes) >= 0) {}
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  /** A file's first bytes, so many at most; of a pipe that was put in its place there are none. */
  public static byte[] first(Path file, int most) throws IOException {
    try (FileChannel in = opened(file)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, in.size()));
      while (bytes.hasRemaining() && in.read(bytes) >= 0) {}
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  // A pipe that is opened for both does not wait for its other end.
  private static FileChannel opened(Path file) throws IOException {
    try {
      return FileChannel.open(
          file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException e) {
      // An agent that is no root is the file's owner itself.
      return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
