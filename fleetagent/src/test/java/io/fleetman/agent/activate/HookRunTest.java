package io.fleetman.agent.activate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.SystemRunner;
import io.fleetman.document.CellState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HookRunTest {
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean overtaken;

  @Test
  @Timeout(60)
  void aHookOfAnHourIsSaidAndEndsWithItsChildrenWhenANewerCommandComes(@TempDir Path folder)
      throws Exception {
    Path pid = folder.resolve("pid");
    HookRun hooks = new HookRun(new SystemRunner(), steps());

    String problem =
        hooks.run(
            "preStart",
            Command.tool(
                Duration.ofHours(1), "sh", "-c", "sleep 3600 & echo $! >" + pid + "; wait"));

    assertThat(problem).matches("the preStart hook was ended after \\d+ s, because a newer .*");
    assertThat(said).containsExactly("the preStart hook runs, for at most 1h", "-");
    long child = Long.parseLong(Files.readString(pid).strip());
    while (runs(child)) { // it was sent KILL, which is not answered
      Thread.sleep(5);
    }
  }

  @Test
  void aHookThatFailsSaysHow() throws Exception {
    HookRun hooks = new HookRun(new SystemRunner(), steps());

    assertThat(
            hooks.run(
                "preStart",
                Command.tool(Duration.ofMinutes(1), "sh", "-c", "echo no database; exit 3")))
        .isEqualTo("the preStart hook ended with exit status 3: no database");
    assertThat(hooks.run("preStop", null)).isNull();
    assertThat(said).isEmpty();
  }

  // Whoever nobody waits for stays in the table of processes as a zombie.
  private static boolean runs(long pid) throws IOException {
    try {
      return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Steps steps() {
    return new Steps() {
      @Override
      public void entered(CellState state) {
        said.add(state.toString());
      }

      @Override
      public boolean cancelled() {
        return false;
      }

      @Override
      public boolean overtaken() {
        return overtaken;
      }

      @Override
      public void doing(@Nullable String what) {
        said.add(what == null ? "-" : what);
        overtaken = true;
      }
    };
  }
}
