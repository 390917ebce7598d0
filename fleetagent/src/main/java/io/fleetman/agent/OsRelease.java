package io.fleetman.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The operating system's name in words. */
final class OsRelease {
  private static final String KEY = "PRETTY_NAME=";

  private OsRelease() {}

  /** From {@code /etc/os-release}; the kernel's name if it does not say. */
  static String name(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(KEY))
          .map(line -> line.substring(KEY.length()).replace("\"", ""))
          .findFirst()
          .orElse(System.getProperty("os.name"));
    } catch (IOException e) {
      return System.getProperty("os.name");
    }
  }
}
