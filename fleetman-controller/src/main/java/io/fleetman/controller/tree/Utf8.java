package io.fleetman.controller.tree;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Tells text from anything else. */
final class Utf8 {
  private Utf8() {}

  /** Whether the bytes are UTF-8 without NUL; {@code cut} if they may end within a character. */
  static boolean isText(byte[] bytes, boolean cut) {
    for (byte b : bytes) {
      if (b == 0) {
        return false;
      }
    }
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length + 1), !cut);
    return !result.isError();
  }
}
