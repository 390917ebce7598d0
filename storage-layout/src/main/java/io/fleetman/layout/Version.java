package io.fleetman.layout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * The name of a deployment or of a snapshot.
 *
 * @param value 1 to 63 of {@code A-Z a-z 0-9 . _ + -}, beginning with a letter or a digit
 */
public record Version(@JsonValue String value) implements Comparable<Version> {
  /**
   * @throws InvalidNameException if the value does not meet the rule
   */
  @JsonCreator
  public Version {
    Names.version(value);
  }

  /** True if the two differ in case alone, which is not allowed within one manifest or cell. */
  public boolean clashesWith(Version other) {
    return !value.equals(other.value)
        && value.toLowerCase(Locale.ROOT).equals(other.value.toLowerCase(Locale.ROOT));
  }

  @Override
  public int compareTo(Version other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
