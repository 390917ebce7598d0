package io.fleetman.job.log;

import io.fleetman.codec.DocumentException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chunk of output: frames one after the other, in the order in which they were read. A frame is a
 * line {@code out 1234 17} (stream, milliseconds since the attempt began, number of bytes), the
 * bytes, and a line feed, so that it can be read in any S3 browser, and is exact all the same.
 */
public final class Frames {
  private static final Pattern HEADER = Pattern.compile("(out|err|note) (\\d{1,15}) (\\d{1,9})");
  private static final int LONGEST_HEADER = 40;

  private Frames() {}

  /** How many bytes a frame takes in a chunk. */
  public static int size(Frame frame) {
    return header(frame).length + frame.bytes().length + 1;
  }

  /** Appends a frame to a chunk. */
  public static void append(ByteArrayOutputStream chunk, Frame frame) {
    chunk.writeBytes(header(frame));
    chunk.writeBytes(frame.bytes());
    chunk.write('\n');
  }

  private static byte[] header(Frame frame) {
    return (frame.stream().word() + " " + frame.millis() + " " + frame.bytes().length + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads a chunk.
   *
   * @param where its key, for messages
   * @throws DocumentException if it is not of that form
   */
  public static List<Frame> read(String where, byte[] chunk) {
    List<Frame> frames = new ArrayList<>();
    int at = 0;
    while (at < chunk.length) {
      int end = lineEnd(chunk, at);
      Matcher header =
          HEADER.matcher(end < 0 ? "" : new String(chunk, at, end - at, StandardCharsets.US_ASCII));
      if (!header.matches()) {
        throw new DocumentException(
            where + " is no output of a job: byte " + at + " begins no frame");
      }
      int length = Integer.parseInt(header.group(3));
      int from = end + 1;
      if (length >= chunk.length - from) {
        throw new DocumentException(where + " ends in the middle of a frame");
      }
      frames.add(
          new Frame(
              stream(header.group(1)),
              Long.parseLong(header.group(2)),
              Arrays.copyOfRange(chunk, from, from + length)));
      at = from + length + 1;
    }
    return frames;
  }

  private static int lineEnd(byte[] chunk, int from) {
    int most = Math.min(chunk.length, from + LONGEST_HEADER);
    for (int i = from; i < most; i++) {
      if (chunk[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static Stream stream(String word) {
    return switch (word) {
      case "out" -> Stream.OUT;
      case "err" -> Stream.ERR;
      default -> Stream.NOTE;
    };
  }
}
