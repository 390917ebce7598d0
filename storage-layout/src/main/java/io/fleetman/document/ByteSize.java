package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written as systemd writes it ({@code 512M}, {@code 2G}; factors of 1024; see
 * systemd.resource-control(5)).
 *
 * @param bytes at least 1
 */
public record ByteSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})([KMGT]?)B?");
  private static final String UNITS = "KMGT";

  /**
   * @throws IllegalArgumentException if not positive
   */
  public ByteSize {
    if (bytes < 1) {
      throw new IllegalArgumentException("a size must be at least 1 byte, not " + bytes);
    }
  }

  /**
   * Reads {@code 512M}.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  @JsonCreator
  public static ByteSize parse(String text) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size: write a whole number with K, M, G or T, such as 512M");
    }
    int power = m.group(2).isEmpty() ? 0 : UNITS.indexOf(m.group(2)) + 1;
    long unit = 1L << (10 * power);
    long count = Long.parseLong(m.group(1));
    if (count > Long.MAX_VALUE / unit) {
      throw new IllegalArgumentException("'" + text + "' is more than any machine has");
    }
    return new ByteSize(count * unit);
  }

  @Override
  @JsonValue
  public String toString() {
    long rest = bytes;
    int power = 0;
    while (power < UNITS.length() && rest % 1024 == 0) {
      rest /= 1024;
      power++;
    }
    return power == 0 ? Long.toString(rest) : rest + UNITS.substring(power - 1, power);
  }
}
