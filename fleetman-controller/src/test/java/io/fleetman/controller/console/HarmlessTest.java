package io.fleetman.controller.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmlessTest {
  @ParameterizedTest(name = "{index}") // what is in there would spoil the report
  @ValueSource(
      strings = {
        "\u001b[2J\u001b[H",
        "\u001b]0;owned\u0007",
        "\u001b]52;c;cm0gLXJmIC8=\u0007",
        "\u001bP+q544e\u001b\\",
        "\u001b[8mhidden",
        "\u001b[0;08mhidden",
        "\u009b31m",
        "\b\b\bok",
        "failed\rfine",
        "\u0000\u0007\u007f",
        "\u202egnp.exe",
        "\u001b[31",
        "\u001b"
      })
  void nothingIsObeyed(String text) {
    for (boolean colours : new boolean[] {true, false}) {
      assertThat(Harmless.text(text, colours).chars())
          .as(text)
          .noneMatch(c -> Character.isISOControl(c) || (c >= 0x202a && c <= 0x2069));
    }
  }

  @Test
  void aLookIsKeptWhereThereAreColoursAndEndsWithItsLine() {
    String red = "\u001b[01;31mred\nnext";

    assertThat(Harmless.text(red, true)).isEqualTo("\u001b[01;31mred\u001b[0m\nnext");
    assertThat(Harmless.text(red, false)).isEqualTo("red\nnext");
    assertThat(Harmless.text(new Paint(true).bad("own"), true)).isEqualTo("\u001b[31mown\u001b[0m");
  }

  @Test
  void whatIsPlainStaysAsItIs() {
    String plain = "Grüße\t→ 10 %\r\nnext";

    assertThat(Harmless.text(plain, false)).isEqualTo("Grüße\t→ 10 %\nnext");
    assertThat(Harmless.line("one\ntwo", false)).isEqualTo("one two");
    assertThat(Harmless.json("{\"a\": \"\u009b\u007fé\"}"))
        .isEqualTo("{\"a\": \"\\u009b\\u007fé\"}");
  }
}
