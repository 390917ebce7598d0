package io.fleetman.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineryTest {
  @TempDir Path proc;

  @Test
  void loadIsWhatHappenedSinceTheLastLook() throws IOException {
    Files.writeString(
        proc.resolve("meminfo"), "MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable:   400 kB\n");
    Machinery machinery = new Machinery(proc, proc.resolve("not/there/yet"));
    Files.writeString(proc.resolve("stat"), "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1 1 1 1\n");
    assertThat(machinery.load().cpuPercent()).isNull();

    Files.writeString(proc.resolve("stat"), "cpu  150 0 125 850 25 0 0 0 0 0\n");
    Machinery.Load load = machinery.load();

    assertThat(load.cpuPercent()).isEqualTo(50);
    assertThat(load.memoryTotal()).isEqualTo(1000 * 1024);
    assertThat(load.memoryUsed()).isEqualTo(600 * 1024);
    assertThat(Objects.requireNonNull(load.diskTotal())).isPositive();
  }

  @Test
  void aKernelThatSaysNothingIsUnknownAndNoError() {
    Machinery.Load load = new Machinery(proc, proc).load();

    assertThat(load.cpuPercent()).isNull();
    assertThat(load.memoryTotal()).isNull();
  }
}
