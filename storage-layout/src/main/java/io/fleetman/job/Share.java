package io.fleetman.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many of the targets: a number, or a part of them in percent.
 *
 * @param number at least 0; at most 100 if it is percent
 * @param percent whether it is a part
 */
public record Share(int number, boolean percent) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\s*(%?)");

  /**
   * @throws IllegalArgumentException if it is out of range
   */
  public Share {
    if (number < 0 || (percent && number > 100)) {
      throw new IllegalArgumentException(number + " is out of range");
    }
  }

  /**
   * Reads {@code 10} or {@code 10%}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  @JsonCreator
  public static Share parse(String text) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches() || (!m.group(2).isEmpty() && Integer.parseInt(m.group(1)) > 100)) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither a number such as 10 nor a part such as 10%");
    }
    return new Share(Integer.parseInt(m.group(1)), !m.group(2).isEmpty());
  }

  /** How many of so many, rounded down. */
  public int of(int total) {
    return percent ? (int) ((long) total * number / 100) : number;
  }

  @Override
  @JsonValue
  public String toString() {
    return number + (percent ? "%" : "");
  }
}
