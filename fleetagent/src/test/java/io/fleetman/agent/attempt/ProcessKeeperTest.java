package io.fleetman.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.agent.process.SystemRunner;
import io.fleetman.document.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessKeeperTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final String name = "fleetman-job-" + UUID.randomUUID();
  private final Keeper keeper = new ProcessKeeper(new SystemRunner());

  @AfterEach
  void nothingIsLeft() throws Exception {
    keeper.kill(name, files());
    assertThat(Processes.of(0, "FLEETMAN_JOB=" + name)).isEmpty();
  }

  @Test
  void argumentsAndValuesComeAsTheyAreAndStreamsStayApart() throws Exception {
    String nasty = "a 'b' \"c\" $(touch x) `id` \\ %s\nz";
    start(
        LONG,
        new TreeMap<>(java.util.Map.of("NASTY", nasty)),
        "/bin/sh",
        "-c",
        "printf '%s|%s' \"$1\" \"$NASTY\"; echo wrong >&2; exit 7",
        "sh",
        nasty);
    assertThat(end()).isEqualTo(new Ending.Exited(7));
    assertThat(files().stdout()).hasContent(nasty + "|" + nasty);
    assertThat(files().stderr()).hasContent("wrong\n");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void itIsStartedOnce() throws Exception {
    start(LONG, none(), "/bin/sh", "-c", "echo once");
    assertThat(end()).isEqualTo(new Ending.Exited(0));
    start(LONG, none(), "/bin/sh", "-c", "echo twice");
    assertThat(end()).isEqualTo(new Ending.Exited(0));
    assertThat(files().stdout()).hasContent("once");
  }

  @Test
  void anotherAgentFindsItAgain() throws Exception {
    start(LONG, none(), "/bin/sh", "-c", "while [ ! -e go ]; do sleep 0.05; done; echo on");
    Keeper after = new ProcessKeeper(new SystemRunner());
    assertThat(after.look(name, files())).isInstanceOf(Keeper.Seen.Running.class);
    Files.createFile(folder.resolve("go"));
    assertThat(end()).isEqualTo(new Ending.Exited(0));
    assertThat(files().stdout()).hasContent("on");
  }

  @Test
  void theHostEndsItWhenItsTimeIsUp() throws Exception {
    start(
        Duration.ofSeconds(1), none(), "/bin/sh", "-c", "trap '' TERM; while :; do sleep 1; done");
    assertThat(end()).isEqualTo(new Ending.OutOfTime());
  }

  @Test
  void whoIgnoresTermAndWhoLeftTheSessionAreKilled() throws Exception {
    start(
        LONG,
        none(),
        "/bin/sh",
        "-c",
        "for i in 1 2 3 4 5 6 7 8 9; do setsid sh -c 'trap \"\" TERM; echo up; sleep 600' & done;"
            + " trap '' TERM; while :; do sleep 1; done");
    await(() -> Files.readString(files().stdout()).lines().count() == 9);
    keeper.end(name, files());
    assertThat(keeper.look(name, files())).isInstanceOf(Keeper.Seen.Running.class);
    keeper.kill(name, files());
    assertThat(Processes.of(0, "FLEETMAN_JOB=" + name)).isEmpty();
    // The keeper itself may have seen the program's end before its own.
    assertThat(keeper.look(name, files()))
        .isIn(new Keeper.Seen.Gone(), new Keeper.Seen.Ended(new Ending.Killed("KILL")));
  }

  @Test
  void whoClearedItsEnvironmentInASessionOfItsOwnIsKilledWithItsParent() throws Exception {
    start(
        LONG,
        none(),
        "/bin/sh",
        "-c",
        "trap '' TERM; setsid env -i sh -c 'echo $$; trap \"\" TERM; while :; do sleep 1; done' &"
            + " while :; do sleep 1; done");
    await(() -> Files.readString(files().stdout()).endsWith("\n"));
    long hidden = Long.parseLong(Files.readString(files().stdout()).strip());
    keeper.end(name, files());
    assertThat(runs(hidden)).isTrue();
    keeper.kill(name, files());
    await(() -> !runs(hidden));
  }

  // Who ended may wait for its parent to take notice.
  private static boolean runs(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Test
  void termEndsWhatObeysAndItsEndIsNoted() throws Exception {
    start(LONG, none(), "sleep", "600");
    keeper.end(name, files());
    assertThat(end()).isEqualTo(new Ending.Killed("TERM"));
  }

  @Test
  void aProgramThatIsNotThereEndsWith127() throws Exception {
    start(LONG, none(), "no-such-program-anywhere");
    assertThat(end()).isEqualTo(new Ending.Exited(127));
    assertThat(Files.readString(files().stderr())).contains("no-such-program-anywhere");
  }

  private static SortedMap<String, String> none() {
    return new TreeMap<>();
  }

  private TryFolder files() {
    return new TryFolder(folder.resolve("try"));
  }

  private void start(Duration limit, SortedMap<String, String> env, String... argv)
      throws Exception {
    SortedMap<String, String> all = new TreeMap<>(env);
    all.put("PATH", "/usr/bin:/bin");
    keeper.start(
        new AttemptLaunch(
            name,
            files(),
            RunScript.text(name, folder, all, List.of(argv)),
            null,
            Limits.NONE,
            limit,
            Duration.ofSeconds(1)));
  }

  private Ending end() throws Exception {
    await(() -> keeper.look(name, files()) instanceof Keeper.Seen.Ended);
    return files().ending().orElseThrow();
  }

  private interface Look {
    boolean there() throws IOException, LaunchException, InterruptedException;
  }

  private static void await(Look look) throws Exception {
    for (int i = 0; i < 1200 && !look.there(); i++) {
      Thread.sleep(50);
    }
    assertThat(look.there()).isTrue();
  }
}
