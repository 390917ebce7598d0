package io.fleetman.controller.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {
  private static List<String> lines(LineDiff diff) {
    return diff.hunks().stream()
        .flatMap(h -> h.lines().stream())
        .map(
            l ->
                switch (l.kind()) {
                      case SAME -> " ";
                      case ADDED -> "+";
                      case REMOVED -> "-";
                    }
                    + l.before()
                    + "/"
                    + l.after()
                    + " "
                    + l.text())
        .toList();
  }

  @Test
  void linesCarryTheirNumbersInBothTexts() {
    LineDiff diff = LineDiff.between("a\nb\nc\nd\n", "a\nB\nb2\nd\ne\n");

    assertThat(lines(diff))
        .containsExactly(" 1/1 a", "-2/0 b", "-3/0 c", "+0/2 B", "+0/3 b2", " 4/4 d", "+0/5 e");
    assertThat(diff.added()).isEqualTo(3);
    assertThat(diff.removed()).isEqualTo(2);
  }

  @Test
  void whatIsFarFromAChangeIsLeftOutAndCounted() {
    String old =
        IntStream.range(0, 40).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    LineDiff diff =
        LineDiff.between(old, old.replace("line 5\n", "").replace("line 30", "LINE 30"));

    assertThat(diff.hunks()).extracting(LineDiff.Hunk::skipped).containsExactly(2, 18);
    assertThat(diff.hunks().getLast().lines())
        .extracting(LineDiff.Line::before)
        .containsExactly(28, 29, 30, 31, 0, 32, 33, 34);
  }

  @Test
  void ofALineThatWasChangedOnlyTheMiddleIsMarked() {
    LineDiff diff = LineDiff.between("port: 8080 # http\n", "port: 9090 # http\n");

    LineDiff.Line removed = diff.hunks().getFirst().lines().getFirst();
    assertThat(removed.start()).isEqualTo("port: ");
    assertThat(removed.changed()).isEqualTo("808");
    assertThat(removed.end()).isEqualTo("0 # http");
  }

  @Test
  void halvesOfACharacterAreNeverParted() {
    LineDiff diff = LineDiff.between("\uD83D\uDE00\n", "\uD83D\uDE01\n");

    assertThat(diff.hunks().getFirst().lines())
        .extracting(LineDiff.Line::changed)
        .containsExactly("\uD83D\uDE00", "\uD83D\uDE01");
  }

  @Test
  void theSameTextHasNoHunksAndALineEndIsADifference() {
    assertThat(LineDiff.between("a\n", "a\n").hunks()).isEmpty();
    assertThat(LineDiff.between("a", "a\n").hunks()).hasSize(1);
    assertThat(lines(LineDiff.between("", "a\n"))).containsExactly("+0/1 a");
  }

  @Test
  void textsWithNothingInCommonAreReplacedWithoutLookingForLong() {
    StringBuilder old = new StringBuilder();
    StringBuilder now = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      old.append("o").append(i).append('\n');
      now.append("n").append(i).append('\n');
    }
    LineDiff diff =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60), () -> LineDiff.between(old.toString(), now.toString()));
    assertThat(diff.added()).isEqualTo(60_000);
    assertThat(diff.removed()).isEqualTo(60_000);

    LineDiff first = diff.first(100);
    assertThat(first.size()).isEqualTo(100);
    assertThat(first.cut()).isEqualTo(119_900);
    assertThat(first.added()).as("of all of it").isEqualTo(60_000);
    assertThat(diff.first(200_000)).isSameAs(diff);
  }
}
