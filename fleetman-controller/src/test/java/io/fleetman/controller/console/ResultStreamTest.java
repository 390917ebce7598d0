package io.fleetman.controller.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResultStreamTest {
  private static ResultStream afterPrinting(String failure) {
    ResultStream results =
        new ResultStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException(failure);
              }
            });
    new PrintStream(results, true, StandardCharsets.UTF_8).println("a result");
    return results;
  }

  @Test
  void whatAFullDiskHasLostIsKnown() {
    assertThat(afterPrinting("No space left on device").problem())
        .isEqualTo("No space left on device");
  }

  @Test
  void whoeverHasReadEnoughMayGo() {
    assertThat(afterPrinting("Broken pipe").problem()).isNull();
    assertThat(new ResultStream(OutputStream.nullOutputStream()).problem()).isNull();
  }
}
