package io.fleetman.agent.job;

import io.fleetman.job.log.SecretMask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Reads a file that grows, and takes back what is not to be kept of it. */
final class StreamReader {
  private final Path file;
  private final SecretMask mask;
  private long read;

  /**
   * Goes on where an earlier reader was.
   *
   * @param read bytes of the file that are done with
   */
  StreamReader(Path file, SecretMask mask, long read) {
    this.file = file;
    this.mask = mask;
    this.read = read;
  }

  /** Bytes that were handed out, or are hidden in what was. */
  long done() {
    return read - mask.held();
  }

  /** Bytes that were written and not read yet. */
  long waiting() throws IOException {
    try {
      return Math.max(0, Files.size(file) - read);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /**
   * Reads so many bytes at most; secrets are masked, and what may be the beginning of one is held
   * back.
   */
  byte[] next(int most) throws IOException {
    long waiting = waiting();
    if (waiting == 0 || most == 0) {
      return new byte[0];
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(waiting, most));
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      while (buffer.hasRemaining() && in.read(buffer, read + buffer.position()) >= 0) {}
    }
    read += buffer.position();
    return mask.next(
        buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array());
  }

  /** What was held back; nothing follows any more. */
  byte[] rest() {
    return mask.end();
  }

  /**
   * Forgets what was written and not read, so that it takes no room on the disk; the program, which
   * appends, goes on.
   *
   * @return how many bytes that were
   */
  long drop() throws IOException {
    long waiting = waiting();
    if (waiting > 0) {
      try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
        out.truncate(read);
      }
    }
    return waiting;
  }
}
