package io.fleetman.job.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private final List<String> heard = new ArrayList<>();
  private final LogLines lines = new LogLines((_, _, text) -> heard.add(text));

  private void add(byte[] bytes) {
    lines.add(new Frame(Stream.OUT, 0, bytes));
  }

  @Test
  void aLineWithoutEndIsToldInPiecesThatCutNoCharacter() {
    byte[] piece = "x€".repeat(50_000).getBytes(UTF_8);
    for (int i = 0; i < 40; i++) {
      add(piece);
    }
    lines.end(0);

    assertThat(heard)
        .hasSizeGreaterThan(5)
        .allSatisfy(t -> assertThat(t.length()).isLessThanOrEqualTo(LogLines.LONGEST));
    assertThat(String.join("", heard)).isEqualTo("x€".repeat(2_000_000));
  }

  @Test
  void whatIsNoTextIsCutAllTheSame() {
    byte[] middle = new byte[LogLines.LONGEST];
    Arrays.fill(middle, (byte) 0x80);
    for (int i = 0; i < 4; i++) {
      add(middle);
    }

    assertThat(heard).hasSizeGreaterThanOrEqualTo(3);
  }
}
