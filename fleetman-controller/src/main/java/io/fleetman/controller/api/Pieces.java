package io.fleetman.controller.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.job.log.Frame;
import io.fleetman.job.log.Stream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Output as text, frame by frame: a character that was read in two parts comes with the second one.
 * Not for several threads at once.
 */
final class Pieces {
  private static final int LONGEST_CHARACTER = 4;

  private final Map<Stream, byte[]> begun = new EnumMap<>(Stream.class);
  private long last;

  /** One line of NDJSON, and one event. */
  record Piece(String stream, long millis, String text) {}

  /** The text of these frames, as far as it is whole. */
  List<Piece> of(List<Frame> frames) {
    List<Piece> pieces = new ArrayList<>();
    for (Frame frame : frames) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] before = begun.remove(frame.stream());
      if (before != null) {
        all.writeBytes(before);
      }
      all.writeBytes(frame.bytes());
      byte[] bytes = all.toByteArray();
      int whole = bytes.length - cut(bytes);
      if (whole < bytes.length) {
        begun.put(frame.stream(), java.util.Arrays.copyOfRange(bytes, whole, bytes.length));
      }
      if (whole > 0) {
        pieces.add(piece(frame.stream(), frame.millis(), bytes, whole));
      }
      last = frame.millis();
    }
    return pieces;
  }

  /** What was begun and never ended. */
  List<Piece> end() {
    List<Piece> pieces = new ArrayList<>();
    begun.forEach((stream, bytes) -> pieces.add(piece(stream, last, bytes, bytes.length)));
    begun.clear();
    return pieces;
  }

  private static Piece piece(Stream stream, long millis, byte[] bytes, int length) {
    return new Piece(stream.word(), millis, new String(bytes, 0, length, UTF_8));
  }

  // How many bytes at the end are the beginning of a character of UTF-8.
  private static int cut(byte[] bytes) {
    for (int back = 1; back < LONGEST_CHARACTER && back <= bytes.length; back++) {
      int value = bytes[bytes.length - back] & 0xFF;
      if (value < 0x80) {
        return 0;
      }
      if (value >= 0xC0) {
        int length = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
        return length > back ? back : 0;
      }
    }
    return 0;
  }
}
