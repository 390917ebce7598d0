package io.fleetman.controller.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.job.log.Frame;
import io.fleetman.job.log.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {
  private static final String TEXT = "a\u00fc\u20ac\ud83d\ude00z\u00fc";

  @Test
  void aCharacterThatWasReadInPartsIsOneWhereverItIsCut() {
    byte[] bytes = TEXT.getBytes(UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      Pieces pieces = new Pieces();
      List<Pieces.Piece> all = new ArrayList<>();
      all.addAll(pieces.of(List.of(frame(Stream.OUT, Arrays.copyOf(bytes, cut)))));
      all.addAll(pieces.of(List.of(frame(Stream.ERR, "x".getBytes(UTF_8)))));
      all.addAll(
          pieces.of(List.of(frame(Stream.OUT, Arrays.copyOfRange(bytes, cut, bytes.length)))));
      all.addAll(pieces.end());

      assertThat(text(all, "out")).as("cut at " + cut).isEqualTo(TEXT);
      assertThat(text(all, "err")).isEqualTo("x");
    }
  }

  @Test
  void whatIsNoTextIsToldAllTheSame() {
    Pieces pieces = new Pieces();
    byte[] odd = {(byte) 0xFF, 'a', (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80};
    assertThat(text(pieces.of(List.of(frame(Stream.OUT, odd))), "out")).contains("a");
    byte[] begun = {(byte) 0xE2, (byte) 0x82};
    assertThat(pieces.of(List.of(frame(Stream.OUT, begun)))).isEmpty();
    assertThat(text(pieces.end(), "out")).isEqualTo("\ufffd");
  }

  private static Frame frame(Stream stream, byte[] bytes) {
    return new Frame(stream, 7, bytes);
  }

  private static String text(List<Pieces.Piece> pieces, String stream) {
    StringBuilder all = new StringBuilder();
    pieces.stream().filter(p -> p.stream().equals(stream)).forEach(p -> all.append(p.text()));
    return all.toString();
  }
}
