package io.fleetman.agent.attempt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which boot of the machine this is. */
public final class Boot {
  private Boot() {}

  /** Fresh at each boot. */
  public static String id() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the kernel does not say which boot this is", e);
    }
  }
}
