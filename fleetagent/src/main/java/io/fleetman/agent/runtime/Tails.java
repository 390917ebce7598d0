package io.fleetman.agent.runtime;

import io.fleetman.agent.install.Inside;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The last lines of log files. */
public final class Tails {
  private static final int LOOK_BACK = 64 * 1024;

  private Tails() {}

  /**
   * The last lines, none blank; empty if there is no such file. A service owns its folder: a link
   * in it must not show us somebody else's file.
   *
   * @param folder within which the file has to lie
   * @param from bytes at its beginning that are too old to be shown; ignored if the file is shorter
   */
  public static List<String> last(Path folder, Path file, long from, int lines) {
    try {
      Optional<SeekableByteChannel> open = Inside.open(folder, file);
      return open.isEmpty() ? List.of() : last(open.get(), from, lines);
    } catch (IOException e) {
      return List.of("[" + file + " cannot be read: " + e.getMessage() + "]");
    }
  }

  private static List<String> last(SeekableByteChannel open, long from, int lines)
      throws IOException {
    try (SeekableByteChannel in = open) {
      long length = in.size();
      long start = Math.max(length < from ? 0 : from, length - LOOK_BACK);
      ByteBuffer bytes = ByteBuffer.allocate((int) (length - start));
      if (bytes.hasRemaining()) {
        in.position(start);
      }
      while (bytes.hasRemaining() && in.read(bytes) >= 0) {}
      List<String> all =
          new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
              .lines()
              .filter(l -> !l.isBlank())
              .toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
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
