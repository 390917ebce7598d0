package io.fleetman.agent.install;

import java.util.Locale;

/** Numbers of bytes for people. */
final class Sizes {
  private static final String UNITS = "KMGTPE";

  private Sizes() {}

  static String format(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < UNITS.length() - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %sB", value, UNITS.charAt(unit));
  }
}
