package io.fleetman.controller.portal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HitsTest {
  private static String marked(String search, String... pieces) {
    StringBuilder shown = new StringBuilder();
    List<Ansi.Piece> all = List.of(pieces).stream().map(p -> new Ansi.Piece(p, "")).toList();
    for (Ansi.Piece piece : Hits.of(search).in(all)) {
      shown.append(piece.hit() ? "[" + piece.text() + "]" : piece.text());
      shown.append('|');
    }
    return shown.toString();
  }

  @Test
  void everyHitIsMarkedInCapitalsOrNotAndAcrossColours() {
    assertThat(marked("err", "Error: no error")).isEqualTo("[Err]|or: no |[err]|or|");
    assertThat(marked("one two", "a on", "e t", "wo b")).isEqualTo("a |[on]|[e t]|[wo]| b|");
    assertThat(marked("aa", "aaa")).isEqualTo("[aa]|a|");
    assertThat(marked(".*", "a.*b")).isEqualTo("a|[.*]|b|");
    assertThat(marked("x", "nothing")).isEqualTo("nothing|");
    assertThat(marked("end", "the end")).isEqualTo("the |[end]|");
  }
}
