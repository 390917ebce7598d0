package io.fleetman.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.e2e.fleet.Fleet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fleetman run} in a terminal of its own, and what ctrl-C does there. */
class InterruptedRunTest {
  private static final String CTRL_C = "\u0003";
  private static final String[] RUN = {"run", "-n", "nobody", "--include-dead", "--", "uname"};

  @TempDir static Path folder = Path.of("");
  private static Fleet fleet;
  private final List<Process> started = new ArrayList<>();
  private Path said;

  @BeforeAll
  static void aFleetWithNobodyInIt() {
    fleet = Fleet.init(folder);
  }

  @AfterAll
  static void close() {
    fleet.close();
  }

  @BeforeEach
  void aPlaceForWhatItSays() throws IOException {
    said = Files.createTempFile(folder, "said", "");
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private void inATerminal() throws IOException {
    String line =
        fleet.command(Map.of("TERM", "xterm"), RUN).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    start(List.of("script", "-q", "-e", "-f", "-c", line, "/dev/null"));
    says("waiting for nobody");
  }

  private void start(List<String> command) throws IOException {
    started.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start());
  }

  private void types(String keys) throws IOException {
    OutputStream keyboard = started.getFirst().getOutputStream();
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  private String text() {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void says(String words) {
    Fleet.await(
        "'" + words + "'", () -> text().contains(words) ? Optional.of(true) : Optional.empty());
  }

  private void endsInterrupted() throws InterruptedException {
    Process process = started.getFirst();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as(text()).isTrue();
    assertThat(process.exitValue()).as(text()).isEqualTo(130);
  }

  // The newest is this test's.
  private String listed() {
    return fleet.cli("job", "list", "-n", "1").out();
  }

  @DisplayName("ctrl-C asks, and a yes cancels on all nodes")
  @Test
  void aYesCancels() throws Exception {
    inATerminal();
    types(CTRL_C);
    says("Cancel it on all its nodes?");
    types("y\n");

    endsInterrupted();
    assertThat(text()).contains("canceled: 1 had not begun");
    assertThat(listed()).contains("CANCELED");
  }

  @DisplayName("a no leaves it, and nothing is drawn over the question")
  @Test
  void aNoLeavesIt() throws Exception {
    inATerminal();
    types(CTRL_C);
    says("[y/N]");
    int asked = text().indexOf("[y/N]");
    Thread.sleep(500); // in which four pictures would have been drawn
    assertThat(text().substring(asked)).doesNotContain("waiting for");
    types("n\n");

    endsInterrupted();
    assertThat(text()).contains("the job goes on").contains("fleetman job show");
    assertThat(listed()).contains("QUEUED");
  }

  @DisplayName("a second ctrl-C ends at once")
  @Test
  void aSecondOneEndsAtOnce() throws Exception {
    inATerminal();
    types(CTRL_C);
    says("[y/N]");
    types(CTRL_C);

    endsInterrupted();
    assertThat(text()).contains("the job goes on");
    assertThat(listed()).contains("QUEUED");
  }

  @DisplayName("without a terminal nobody is asked")
  @Test
  void aScriptIsNotAsked() throws Exception {
    start(fleet.command(Map.of(), RUN));
    says("waiting for nobody");
    var _ =
        new ProcessBuilder("kill", "-INT", Long.toString(started.getFirst().pid()))
            .start()
            .waitFor();

    endsInterrupted();
    assertThat(text()).contains("the job goes on").doesNotContain("[y/N]");
    assertThat(listed()).contains("QUEUED");
  }
}
