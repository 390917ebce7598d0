package io.fleetman.layout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The name of a manifest, the declarative definition of a service.
 *
 * @param value 1 to 63 of {@code a-z 0-9 . _ -}, beginning with a letter or a digit, not ending in
 *     {@code .json}
 */
public record ManifestId(@JsonValue String value) implements Comparable<ManifestId> {
  /**
   * @throws InvalidNameException if the value does not meet the rule
   */
  @JsonCreator
  public ManifestId {
    Names.withFolder("manifest name", value);
  }

  @Override
  public int compareTo(ManifestId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
