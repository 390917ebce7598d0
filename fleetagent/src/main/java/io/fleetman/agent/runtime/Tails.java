package io.fleetman.agent.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The last lines of log files. */
public final class Tails {
  private static final int LOOK_BACK = 64 * 1024;

  private Tails() {}

  /**
   * The last lines, none blank; empty if there is no such file.
   *
   * @param from bytes at its beginning that are too old to be shown; ignored if the file is shorter
   */
  public static List<String> last(Path file, long from, int lines) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      long length = in.size();
      long start = Math.max(length < from ? 0 : from, length - LOOK_BACK);
      ByteBuffer bytes = ByteBuffer.allocate((int) (length - start));
      while (bytes.hasRemaining() && in.read(bytes, start + bytes.position()) >= 0) {}
      List<String> all =
          new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
              .lines()
              .filter(l -> !l.isBlank())
              .toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      return List.of("[" + file + " cannot be read: " + e.getMessage() + "]");
    }
  }

  /** The length of a file; 0 if there is none. */
  public static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
