package io.fleetman.layout;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Fresh ids for commands, deploys, attempts, cells and incarnations. They begin with the time
 * (UTC), so that a sorted list is a history, and end with 48 random bits, which make them unique;
 * nothing compares the times in them.
 */
public final class Ids {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss").withZone(ZoneOffset.UTC);
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** A fresh id such as {@code 20261121t094512-7f3a9c01be44}. */
  public static String next(Instant now) {
    byte[] random = new byte[6];
    RANDOM.nextBytes(random);
    return beginning(now) + "-" + HexFormat.of().formatHex(random);
  }

  /** A fresh id that also tells milliseconds: {@code 20261121t094512-087-7f3a9c01be44}. */
  public static String ordered(Instant now) {
    String id = next(now);
    int random = id.lastIndexOf('-');
    return id.substring(0, random)
        + "-%03d".formatted(Math.floorMod(now.toEpochMilli(), 1_000))
        + id.substring(random);
  }

  /** What ids of this second begin with. */
  public static String beginning(Instant time) {
    return TIME.format(time);
  }
}
