package io.fleetman.controller.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Table.Cell;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void columnsAreAlignedByWhatIsSeenAndEmptyOnesAreLeftOut() {
    Table table = new Table("CELL", "DRIFT", "STATE");
    table.row("node-1/web", "", new Cell("RUNNING", Style.GOOD));
    table.row("n/ü", "", new Cell("FAILED", Style.BAD));

    assertThat(table.lines(new Paint(false)))
        .containsExactly("CELL        STATE", "node-1/web  RUNNING", "n/ü         FAILED");
    assertThat(table.lines(new Paint(true)))
        .element(2)
        .isEqualTo("n/ü         \u001b[31mFAILED\u001b[0m");
  }

  @Test
  void aRowMustFit() {
    assertThatThrownBy(() -> new Table("A", "B").row("1")).hasMessageContaining("1 for 2");
  }

  @Test
  void numbersAreSaidAsPeopleSayThem() {
    assertThat(List.of(Human.bytes(0), Human.bytes(1023), Human.bytes(1536), Human.bytes(5L << 30)))
        .containsExactly("0 B", "1023 B", "1.5 KB", "5.0 GB");
    assertThat(
            List.of(
                Human.span(Duration.ofSeconds(-3)),
                Human.span(Duration.ofSeconds(119)),
                Human.span(Duration.ofMinutes(3)),
                Human.span(Duration.ofHours(47)),
                Human.span(Duration.ofDays(9))))
        .containsExactly("0s", "119s", "3m", "47h", "9d");
    assertThat(Human.ago(Duration.ZERO)).isEqualTo("just now");
    assertThat(Human.count(1, "file") + ", " + Human.count(0, "file")).isEqualTo("1 file, 0 files");
  }

  @Test
  void aLiveBlockDrawsOverWhatItShowed() {
    LiveBlock block = new LiveBlock(terminal(true, ""));

    block.show(List.of("one", "two"));
    block.show(List.of("three"));
    block.close();

    assertThat(said())
        .contains("one\u001b[K\ntwo\u001b[K\n")
        .contains("\u001b[2F\u001b[?7lthree")
        .endsWith("\u001b[1F\u001b[J");
  }

  @Test
  void whereNothingCanBeDrawnOverEachLineComesOnce() {
    LiveBlock block = new LiveBlock(terminal(false, ""));

    block.show(List.of(block.spinner() + " waiting"));
    block.show(List.of(block.spinner() + " waiting", "done"));
    block.close();

    assertThat(said()).isEqualTo("- waiting\ndone\n");
  }

  @Test
  void aBarGoesAwayAndALateAnswerDoesNotBringItBack() {
    Progress progress = Progress.bytes(terminal(true, ""), "uploading", 2048);

    progress.add(1024);
    progress.close();
    String before = said();
    progress.add(1024);

    assertThat(before).contains("uploading").contains(" 50% 1.0 KB of 2.0 KB").endsWith("\u001b[J");
    assertThat(said()).isEqualTo(before);
  }

  @Test
  void onlyAYesIsAYes() {
    assertThat(terminal(false, "y\n").confirm("Sure?")).isTrue();
    assertThat(terminal(false, "YES\n").confirm("Sure?")).isTrue();
    assertThat(terminal(false, "\n").confirm("Sure?")).isFalse();
    assertThatThrownBy(() -> terminal(false, "").confirm("Sure?"))
        .hasMessageContaining("nothing was changed");
  }

  @Test
  void aQuestionWithoutADefaultIsAskedUntilAnswered() {
    assertThat(terminal(false, "\n\nfleet\n").ask("Bucket", null)).isEqualTo("fleet");
    assertThat(said()).isEqualTo("Bucket: Bucket: Bucket: ");
    assertThat(terminal(false, "\n").ask("Region", "us-east-1")).isEqualTo("us-east-1");
  }

  @Test
  void coloursNeedATerminalAndNoNoColor() {
    Map<String, String> noColour = Map.of("NO_COLOR", "1");
    Terminal terminal =
        Terminal.system(InputStream.nullInputStream(), printer(), printer(), noColour);

    assertThat(terminal.paint().on()).isFalse();
    assertThat(terminal.sayPaint().good("x")).isEqualTo("x");
  }

  private Terminal terminal(boolean live, String typed) {
    return new Terminal(
        new BufferedReader(new StringReader(typed)),
        printer(),
        printer(),
        true,
        new Paint(false),
        new Paint(false),
        live,
        live);
  }

  private PrintStream printer() {
    return new PrintStream(err, true, StandardCharsets.UTF_8);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
