package io.fleetman.job.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * Puts the lines of each stream together again, wherever reads cut them, also in the middle of a
 * character. Not for several threads at once.
 */
public final class LogLines {
  /** A line that has more bytes is told in pieces: whoever hears it holds each as a whole. */
  static final int LONGEST = 1 << 20;

  private final Listener listener;
  private final Map<Stream, ByteArrayOutputStream> begun = new EnumMap<>(Stream.class);

  /** Hears whole lines. */
  public interface Listener {
    /**
     * A line, or a piece of a very long one.
     *
     * @param millis when its end was read, since the attempt began
     * @param text without its line feed
     */
    void line(Stream stream, long millis, String text);
  }

  /** Which tells this listener. */
  public LogLines(Listener listener) {
    this.listener = listener;
  }

  /** Takes the next piece. */
  public void add(Frame frame) {
    ByteArrayOutputStream line =
        begun.computeIfAbsent(frame.stream(), _ -> new ByteArrayOutputStream());
    byte[] bytes = frame.bytes();
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, from, i - from);
        tell(frame.stream(), frame.millis(), line);
        from = i + 1;
      } else if (isFull(line.size() + i - from, bytes[i])) {
        line.write(bytes, from, i - from);
        tell(frame.stream(), frame.millis(), line);
        from = i;
      }
    }
    line.write(bytes, from, bytes.length - from);
  }

  // A character of UTF-8 is not cut; what is none of it is.
  private static boolean isFull(int length, byte next) {
    boolean begins = (next & 0xC0) != 0x80;
    return length >= LONGEST + 4 || (length >= LONGEST && begins);
  }

  /**
   * Tells what was begun and not ended.
   *
   * @param millis when that was seen
   */
  public void end(long millis) {
    begun.forEach(
        (stream, line) -> {
          if (line.size() > 0) {
            tell(stream, millis, line);
          }
        });
  }

  private void tell(Stream stream, long millis, ByteArrayOutputStream line) {
    listener.line(stream, millis, line.toString(StandardCharsets.UTF_8));
    line.reset();
  }
}
