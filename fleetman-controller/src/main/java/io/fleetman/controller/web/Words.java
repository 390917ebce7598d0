package io.fleetman.controller.web;

import io.fleetman.controller.console.Human;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the page says things. */
public final class Words {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("d MMM HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Words() {}

  /** A name of a constant as people write it: {@code ROLLED_BACK} is {@code Rolled back}. */
  public static String title(String constant) {
    if (constant.isEmpty()) {
      return "";
    }
    String words = constant.replace('_', ' ').toLowerCase(Locale.ROOT);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /**
   * How long ago, to the minute, in the words that the browser has for a moment: finer would change
   * the page with every look at it.
   */
  public static String coarse(@Nullable Duration age) {
    if (age == null) {
      return "never";
    }
    if (age.toMinutes() < 1) {
      return "just now";
    }
    return age.toHours() < 1
        ? age.toMinutes() + " min ago"
        : age.toDays() < 2 ? age.toHours() + " h ago" : age.toDays() + " d ago";
  }

  /** A sentence as a header's value, which takes ASCII only. */
  static String header(String sentence) {
    return sentence.replaceAll("[^ -~]", "?");
  }

  /** A moment to the second, for whoever wants to know exactly. */
  public static String exact(Instant at) {
    return EXACT.format(Human.shown(at));
  }

  /** A moment for the browser, which knows fewer than there are. */
  public static String machine(Instant at) {
    return Human.shown(at).toString();
  }

  /** A moment, until the browser says it in its own time zone. */
  public static String moment(Instant at) {
    return UTC.format(Human.shown(at));
  }

  /** A word of a command line, such that a shell takes it for one, whatever is in it. */
  public static String shell(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
