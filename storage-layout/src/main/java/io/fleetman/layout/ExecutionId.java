package io.fleetman.layout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of one run of a job on its frozen targets; ids begin with the time, so that their order is
 * the order in which a node takes them.
 *
 * @param value 1 to 63 of {@code a-z 0-9 . _ -}, beginning with a letter or a digit
 */
public record ExecutionId(@JsonValue String value) implements Comparable<ExecutionId> {
  /**
   * @throws InvalidNameException if the value does not meet the rule
   */
  @JsonCreator
  public ExecutionId {
    Names.id("execution id", value);
  }

  @Override
  public int compareTo(ExecutionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
