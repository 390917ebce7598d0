package io.fleetman.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemRunnerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private final SystemRunner runner = new SystemRunner();

  @Test
  void aCommandSeesNothingOfTheAgentsEnvironment() throws Exception {
    Result result =
        runner.run(new Command(List.of("env"), Map.of("A", "1"), null, null, null, LIMIT));
    assertThat(result.lines())
        .filteredOn(l -> !l.startsWith("PWD=") && !l.startsWith("_=") && !l.startsWith("SHLVL="))
        .containsExactlyInAnyOrder(
            "A=1",
            "LANG=C.UTF-8",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  }

  @Test
  void atItsTimeLimitItIsKilledWithItsChildren(@TempDir Path folder) throws Exception {
    Path pid = folder.resolve("pid");
    Result result =
        runner.run(
            Command.tool(
                Duration.ofSeconds(1), "sh", "-c", "sleep 300 & echo $! >" + pid + "; wait"));

    assertThat(result.exit()).isEqualTo(Result.TIMED_OUT);
    assertThat(result.problem()).startsWith("was killed with its children after");
    long child = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(child).ifPresent(p -> p.onExit().join());
  }

  @Test
  void anInterruptKillsItToo() throws Exception {
    Thread thread = Thread.currentThread();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Thread.sleep(200);
              } catch (InterruptedException e) {
                return;
              }
              thread.interrupt();
            });
    assertThatThrownBy(() -> runner.run(Command.tool(LIMIT, "sleep", "300")))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void aLongOutputKeepsItsEnd() throws Exception {
    Result result = runner.run(Command.tool(LIMIT, "sh", "-c", "seq 1 100000"));
    assertThat(result.output()).startsWith("[...] ").endsWith("\n100000");
    assertThat(result.output().length()).isLessThan(70_000);
  }

  @Test
  void whatCannotBeStartedSaysWhy() throws Exception {
    Result result = runner.run(Command.tool(LIMIT, "no-such-program"));
    assertThat(result.exit()).isEqualTo(Result.NOT_STARTED);
    assertThat(result.problem()).contains("could not be started", "no-such-program");
  }
}
