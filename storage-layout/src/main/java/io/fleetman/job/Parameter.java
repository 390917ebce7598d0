package io.fleetman.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fleetman.document.Defaults;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is given when a job is run.
 *
 * @param type what its values are
 * @param description for the form that asks for it; null: none
 * @param preset its value if none is given; null: one must be given
 * @param allowed the only values that it may have; empty: any
 * @param pattern a regular expression that the whole value must match; null: none
 * @param secret true: its value is shown nowhere, and masked in output
 */
public record Parameter(
    Type type,
    @Nullable String description,
    @JsonProperty("default") @Nullable String preset,
    List<String> allowed,
    @Nullable String pattern,
    Boolean secret) {
  /** A text if the type was left out. */
  public Parameter {
    type = Defaults.or(type, Type.STRING);
    allowed = Defaults.list(allowed);
    secret = Defaults.or(secret, false);
  }

  /** What values are; they travel as text. */
  public enum Type {
    /** Any text. */
    @JsonProperty("string")
    STRING,
    /** A whole number. */
    @JsonProperty("integer")
    INTEGER,
    /** A number. */
    @JsonProperty("number")
    NUMBER,
    /** {@code true} or {@code false}. */
    @JsonProperty("boolean")
    BOOLEAN
  }
}
