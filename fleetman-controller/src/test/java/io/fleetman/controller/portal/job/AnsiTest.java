package io.fleetman.controller.portal.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AnsiTest {
  @Test
  void escapesAreTakenOutWhateverTheySay() {
    assertThat(Ansi.plain("a\u001b]0;title\u0007b\u001b]8;;x\u001b\\c")).isEqualTo("abc");
  }

  @Test
  @Timeout(60)
  void escapesThatNeverEndTakeNoTime() {
    String line = "\u001b]".repeat(400_000) + "\u001b[".repeat(400_000);

    assertThat(Ansi.plain(line)).doesNotContain("\u001b");
  }
}
