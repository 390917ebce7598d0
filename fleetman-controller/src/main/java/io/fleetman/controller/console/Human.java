package io.fleetman.controller.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people say them. */
public final class Human {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final String UNITS = "KMGT";
  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

  private Human() {}

  /** A size, such as {@code 4.2 MB} (factors of 1024). */
  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < UNITS.length() - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(
        Locale.ROOT, value < 10 ? "%.1f %sB" : "%.0f %sB", value, UNITS.charAt(unit));
  }

  /** A length of time in its largest whole unit, such as {@code 3m}. */
  public static String span(Duration duration) {
    long s = Math.max(0, duration.toSeconds());
    if (s < 120) {
      return s + "s";
    }
    if (s < 7200) {
      return s / 60 + "m";
    }
    return s < 172_800 ? s / 3600 + "h" : s / 86_400 + "d";
  }

  /** A clock's offset, such as {@code 3m ahead of the store's}. */
  public static String offset(Duration ahead) {
    return span(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of") + " the store's";
  }

  /** How long ago, such as {@code 3m ago}. */
  public static String ago(Duration age) {
    return age.toSeconds() < 2 ? "just now" : span(age) + " ago";
  }

  /** A length of time in milliseconds; what is too long for a number is the largest there is. */
  public static long millis(Duration duration) {
    return duration.compareTo(LONGEST) > 0
        ? Long.MAX_VALUE
        : duration.isNegative() ? 0 : duration.toMillis();
  }

  /** A moment in this machine's time zone, such as {@code 2026-11-21 09:45:12}. */
  public static String time(Instant instant) {
    return TIME.format(shown(instant).atZone(ZoneId.systemDefault()));
  }

  /** The moment, or the next one that has a form in every time zone: clocks may say anything. */
  public static Instant shown(Instant instant) {
    return instant.isAfter(LAST) ? LAST : instant.isBefore(FIRST) ? FIRST : instant;
  }

  /** A number with its noun, such as {@code 1 file} or {@code 3 files}. */
  public static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }
}
