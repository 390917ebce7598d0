package io.fleetman.layout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The name of a machine and of the agent on it.
 *
 * @param value 1 to 63 of {@code a-z 0-9 . _ -}, beginning with a letter or a digit
 */
public record NodeId(@JsonValue String value) implements Comparable<NodeId> {
  /**
   * @throws InvalidNameException if the value does not meet the rule
   */
  @JsonCreator
  public NodeId {
    Names.id("node id", value);
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
