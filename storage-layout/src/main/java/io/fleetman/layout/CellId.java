package io.fleetman.layout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The name under which a manifest is mapped onto a node.
 *
 * @param value 1 to 63 of {@code a-z 0-9 . _ -}, beginning with a letter or a digit
 */
public record CellId(@JsonValue String value) implements Comparable<CellId> {
  /**
   * @throws InvalidNameException if the value does not meet the rule
   */
  @JsonCreator
  public CellId {
    Names.id("cell id", value);
  }

  @Override
  public int compareTo(CellId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
