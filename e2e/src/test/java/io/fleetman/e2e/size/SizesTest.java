package io.fleetman.e2e.size;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.LocalAgent;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.e2e.store.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What real services consist of, from the real command line through a real store to the disk of a
 * real agent, whose heap is limited as it is for users.
 */
class SizesTest {
  private static final boolean FULL = Boolean.getBoolean("fleetman.exhaustive");
  private static final String NODE = "sizes-node";
  private static final Duration LIMIT = Duration.ofMinutes(40);

  /** The most that any figure of a small agent may be: a leak of a tree shows, a busy day not. */
  private static final int RESIDENT = 220;

  @DisplayName("invariant 5: thousands of files arrive byte for byte, within a heap of 64 MB")
  @ParameterizedTest
  @EnumSource(names = {"EMBEDDED", "MINIO"})
  void thousandsOfFiles(Rung rung, @TempDir Path folder) {
    rung.require();
    for (int count : FULL ? List.of(5_000, 20_000) : List.of(2_000)) {
      Path at = folder.resolve("files-" + count);
      Sample sample = Sample.of(at.resolve("service"), "many", NODE).files(count);
      deployed(rung, at, sample, count + " files");
    }
  }

  @DisplayName("invariant 5: a file larger than all memory arrives byte for byte")
  @ParameterizedTest
  @EnumSource(names = {"EMBEDDED", "MINIO"})
  void oneLargeFile(Rung rung, @TempDir Path folder) {
    rung.require();
    int megabytes = FULL ? 2_048 : 200;
    Sample sample = Sample.of(folder.resolve("service"), "large", NODE);
    deployed(rung, folder, sample.large("image.bin", megabytes), megabytes + " MB");
  }

  @DisplayName("invariant 13: every name that a file may have is the same on the node")
  @ParameterizedTest
  @EnumSource(names = {"EMBEDDED", "MINIO", "CEPH"})
  void oddNames(Rung rung, @TempDir Path folder) {
    rung.require();
    Sample sample = Sample.of(folder.resolve("service"), "odd", NODE);
    for (String name : Sample.ODD_NAMES) {
      sample.text(name, name.startsWith("empty") ? "" : "content of " + name + "\n");
    }
    deployed(rung, folder, sample, "odd names");
    assertThat(sample.content()).hasSameSizeAs(Sample.ODD_NAMES);
  }

  private static void deployed(Rung rung, Path folder, Sample sample, String what) {
    SortedMap<String, String> expected = sample.content();
    Path log = folder.resolve("node-gc.log");
    try (Fleet fleet = fleet(rung, folder);
        LocalAgent agent =
            LocalAgent.start(
                fleet, folder.resolve("node"), NODE, Footprint.option(log), "disk_reserve: 1M\n")) {
      long start = System.nanoTime();
      RunResult result =
          fleet.cli(
              LIMIT, "deploy", sample.folder(), "--version", "1", "--yes", "--timeout", "30m");
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(result.exit()).as(() -> result + "\n" + agent.log()).isZero();
      assertThat(Sample.content(agent.release(sample.manifest()))).isEqualTo(expected);

      assertThat(agent.process().isAlive()).isTrue();
      Footprint footprint = Footprint.of(agent.process().pid(), log);
      System.out.printf("sizes: %s, %s: %d s, %s%n", what, rung, took.toSeconds(), footprint);
      assertThat(footprint.heapLimit()).isEqualTo(64);
      assertThat(footprint.heapPeak()).isBetween(1, 64);
      assertThat(footprint.residentPeak()).isLessThan(RESIDENT);
    }
  }

  private static Fleet fleet(Rung rung, Path folder) {
    Path at = folder.resolve("fleet");
    return rung == Rung.EMBEDDED
        ? Fleet.init(at)
        : Fleet.at(at, Endpoint.fromEnvironment(rung.name()));
  }
}
