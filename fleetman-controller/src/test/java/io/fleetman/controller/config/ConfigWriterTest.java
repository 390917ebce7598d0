package io.fleetman.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWriterTest {
  // What is written to it finds no room, as on a disk that is full.
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path folder = Path.of("");

  @Test
  void aFullDiskIsNamedAndLeavesWhatWasThere() throws IOException {
    Path file = folder.resolve("controller_config.yaml");
    ConfigWriter.write(file, "a: 1\n", false);

    for (boolean replace : new boolean[] {true, false}) {
      assertThatThrownBy(
              () -> ConfigWriter.write(file, replace, draft -> Files.writeString(FULL, "a: 2\n")))
          .isInstanceOf(ConfigException.class)
          .hasMessage(file + " cannot be written: No space left on device");
    }

    assertThat(file).hasContent("a: 1");
    try (var all = Files.list(folder)) {
      assertThat(all).as("no draft is left").containsExactly(file);
    }
  }

  @Test
  void onlyItsOwnerReadsItAndItIsNotReplacedUnasked() throws IOException {
    Path file = folder.resolve("new/controller_config.yaml");
    ConfigWriter.write(file, "a: 1\n", false);

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> ConfigWriter.write(file, "a: 2\n", false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is there already: use --force");
    ConfigWriter.write(file, "a: 2\n", true);
    assertThat(file).hasContent("a: 2");
  }
}
