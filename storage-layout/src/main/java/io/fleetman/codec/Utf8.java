package io.fleetman.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The text of what people write. */
public final class Utf8 {
  private Utf8() {}

  /**
   * Bytes as text.
   *
   * @param where what they are called in the message, mostly a file's name
   * @throws DocumentException if they are not UTF-8, with line and place of the first that is not
   */
  public static String text(String where, byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (!result.isError()) {
      return out.flip().toString();
    }
    int wrong = in.position();
    int line = 1;
    int start = 0;
    for (int i = 0; i < wrong; i++) {
      if (bytes[i] == '\n') {
        line++;
        start = i + 1;
      }
    }
    throw new DocumentException(
        "%s:%d: byte %d of this line (0x%02X) is not UTF-8: save the file as UTF-8"
            .formatted(where, line, wrong - start + 1, bytes[wrong]));
  }
}
