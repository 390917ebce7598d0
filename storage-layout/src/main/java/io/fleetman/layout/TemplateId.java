package io.fleetman.layout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The name of a job template.
 *
 * @param value 1 to 63 of {@code a-z 0-9 . _ -}, beginning with a letter or a digit, not ending in
 *     {@code .json}
 */
public record TemplateId(@JsonValue String value) implements Comparable<TemplateId> {
  /**
   * @throws InvalidNameException if the value does not meet the rule
   */
  @JsonCreator
  public TemplateId {
    Names.withFolder("template name", value);
  }

  @Override
  public int compareTo(TemplateId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
