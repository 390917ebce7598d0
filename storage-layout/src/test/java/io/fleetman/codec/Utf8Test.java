package io.fleetman.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Test
  void textIsWhatItWasWhateverItsCharacters() {
    String text = "a: größe\nb: 漢字 \uD83D\uDE80\n";

    assertThat(Utf8.text("f", text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    assertThat(Utf8.text("f", new byte[0])).isEmpty();
  }

  @Test
  void whatIsNoUtf8IsNamedByFileLineAndByte() {
    assertThatThrownBy(
            () ->
                Utf8.text("web.yaml", "a: 1\nb: gr\u00f6\n".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(DocumentException.class)
        .hasMessage("web.yaml:2: byte 6 of this line (0xF6) is not UTF-8: save the file as UTF-8");
  }

  @Test
  void aFileThatEndsWithinACharacterIsNoText() {
    assertThatThrownBy(() -> Utf8.text("f", new byte[] {'a', (byte) 0xC3}))
        .hasMessage("f:1: byte 2 of this line (0xC3) is not UTF-8: save the file as UTF-8");
  }
}
