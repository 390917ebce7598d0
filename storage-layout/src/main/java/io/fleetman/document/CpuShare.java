package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A share of CPU time: {@code 50%} is half of one core, {@code 200%} is two (systemd's CPUQuota);
 * {@code 500m}, thousandths of a core, is understood too.
 *
 * @param percent of one core, at least 1
 */
public record CpuShare(int percent) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})(%|m)");

  /**
   * @throws IllegalArgumentException if less than 1 %
   */
  public CpuShare {
    if (percent < 1) {
      throw new IllegalArgumentException("a CPU limit must be at least 1%, not " + percent + "%");
    }
  }

  /**
   * Reads {@code 50%} or {@code 500m}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  @JsonCreator
  public static CpuShare parse(String text) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a CPU limit: write 50% (of one core) or 500m (thousandths)");
    }
    int n = Integer.parseInt(m.group(1));
    return new CpuShare(m.group(2).equals("%") ? n : n / 10);
  }

  @Override
  @JsonValue
  public String toString() {
    return percent + "%";
  }
}
