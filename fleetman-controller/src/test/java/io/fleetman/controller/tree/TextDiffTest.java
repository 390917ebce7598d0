package io.fleetman.controller.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextDiffTest {
  @Test
  void sameTextsDoNotDiffer() {
    assertThat(TextDiff.between("a\nb\n", "a\nb\n")).isEmpty();
  }

  @Test
  void aChangeIsShownWithLinesAroundItAndTheOthersAreCounted() {
    String old = text(1, 20);
    String now = old.replace("line 10\n", "line ten\nline ten and a half\n");
    assertThat(shown(TextDiff.between(old, now)))
        .containsExactly(
            "  6 lines unchanged",
            " 7/7 line 7",
            " 8/8 line 8",
            " 9/9 line 9",
            "-10/ line 10",
            "+/10 line ten",
            "+/11 line ten and a half",
            " 11/12 line 11",
            " 12/13 line 12",
            " 13/14 line 13",
            "  7 lines unchanged");
  }

  @Test
  void twoChangesThatAreCloseShareTheLinesBetweenThem() {
    String old = text(1, 12);
    String now = old.replace("line 3\n", "").replace("line 6\n", "six\n");
    assertThat(shown(TextDiff.between(old, now)))
        .containsExactly(
            " 1/1 line 1",
            " 2/2 line 2",
            "-3/ line 3",
            " 4/3 line 4",
            " 5/4 line 5",
            "-6/ line 6",
            "+/5 six",
            " 7/6 line 7",
            " 8/7 line 8",
            " 9/8 line 9",
            "  3 lines unchanged");
  }

  @Test
  void twoChangesThatAreFarApart() {
    String old = text(1, 30);
    String now = old.replace("line 2\n", "").replace("line 25\n", "");
    assertThat(shown(TextDiff.between(old, now)))
        .containsExactly(
            " 1/1 line 1",
            "-2/ line 2",
            " 3/2 line 3",
            " 4/3 line 4",
            " 5/4 line 5",
            "  16 lines unchanged",
            " 22/21 line 22",
            " 23/22 line 23",
            " 24/23 line 24",
            "-25/ line 25",
            " 26/24 line 26",
            " 27/25 line 27",
            " 28/26 line 28",
            "  2 lines unchanged");
  }

  @Test
  void fromNothing() {
    assertThat(shown(TextDiff.between("", "a\nb"))).containsExactly("+/1 a", "+/2 b");
  }

  private static String text(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  private static List<String> shown(List<TextDiff.Line> lines) {
    return lines.stream()
        .map(
            l ->
                switch (l.kind()) {
                  case SAME -> " " + l.oldNumber() + "/" + l.newNumber() + " " + l.text();
                  case ADDED -> "+/" + l.newNumber() + " " + l.text();
                  case REMOVED -> "-" + l.oldNumber() + "/ " + l.text();
                  case SKIPPED -> "  " + l.text();
                })
        .toList();
  }
}
