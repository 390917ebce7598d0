package io.fleetman.agent.activate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleetman.agent.install.SystemAccounts;
import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Runner;
import io.fleetman.agent.process.SystemRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where a release's bytes come from, and when they are safe. */
class BytesOfAReleaseTest extends FilesOnlyNode {

  @Test
  void invariant5_onlyAFileThatTheServiceCannotWriteIsLinked() throws Exception {
    asDaemon();
    given("fixed", "of fixed", "binary", "0644");
    given("everybodys", "of everybodys", "binary", "0666");
    given("its-own", "of its-own", "binary", "0644");
    given("its-own-for-now", "of its-own-for-now", "binary", "0444");
    owners.put("fixed", "root");
    owners.put("everybodys", "root");
    deploy("1");
    Path before = base.resolve("web/current").toRealPath();
    deploy("2");

    assertThat(inode(current("fixed"))).isEqualTo(inode(before.resolve("fixed")));
    for (String file : List.of("everybodys", "its-own", "its-own-for-now")) {
      assertThat(inode(current(file))).as(file).isNotEqualTo(inode(before.resolve(file)));
      assertThat(current(file)).hasContent("of " + file);
    }
  }

  @Test
  void invariant5_whatWasChangedOnTheNodeIsFetchedAgainAndNothingIsWrittenThroughALink()
      throws Exception {
    asDaemon();
    given("fixed", "all good", "binary", "0644");
    given("its-own", "good", "binary", "0600");
    owners.put("fixed", "root");
    deploy("1");
    Path before = base.resolve("web/current").toRealPath();
    Files.writeString(before.resolve("fixed"), "all evil");
    Files.writeString(before.resolve("its-own"), "evil");

    assertThat(deploy("2"))
        .isInstanceOfSatisfying(
            Outcome.Done.class, d -> assertThat(d.fetched().files()).isEqualTo(2));

    assertThat(current("fixed")).hasContent("all good");
    assertThat(current("its-own")).hasContent("good");
    assertThat(before.resolve("fixed")).hasContent("all evil");
  }

  @Test
  void invariant15_aReleaseIsOnTheDiskBeforeItHasItsName() throws Exception {
    for (int i = 0; i < 100; i++) {
      given("f" + i, "x" + i, "binary", "0644");
    }
    Runner real = runner;
    List<String> named = new ArrayList<>();
    List<Long> files = new ArrayList<>();
    runner =
        command -> {
          if (isSync(command)) {
            named.addAll(names(base.resolve("web/releases")));
            files.add(files(Path.of(command.argv().getLast())));
          }
          return real.run(command);
        };

    assertThat(deploy("1")).isInstanceOf(Outcome.Done.class);

    assertThat(files).as("files that were there when the disk was told").containsExactly(100L);
    assertThat(named).as("releases that had their name by then").isEmpty();
  }

  private void asDaemon() throws InterruptedException {
    assumeTrue(new SystemAccounts(new SystemRunner()).self().root(), "only root gives files away");
    more = "\"user\": \"daemon\",";
  }

  private static boolean isSync(Command command) {
    return command.argv().getFirst().equals("sync");
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long files(Path root) {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }
}
