package io.fleetman.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fleetman.document.Defaults;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Something that must hold on a node.
 *
 * @param key a label of the node, or one of {@code node}, {@code hostname}, {@code os}, {@code
 *     arch} and {@code agentVersion}
 * @param value the values, of which one must be meant
 * @param type how they are compared
 */
public record Condition(String key, List<String> value, Type type) {
  /** Equality if the type was left out. */
  public Condition {
    Objects.requireNonNull(key, "key is missing");
    value = Defaults.list(value);
    type = Defaults.or(type, Type.STRING_EQUAL);
  }

  /** How a fact is compared. */
  public enum Type {
    /** It is one of the values. */
    @JsonProperty("stringEqual")
    STRING_EQUAL,
    /** It is none of the values. */
    @JsonProperty("stringNotEqual")
    STRING_NOT_EQUAL
  }

  /** Whether it holds, given what is known of the node. */
  public boolean holds(Map<String, String> facts) {
    String fact = facts.get(key);
    return switch (type) {
      case STRING_EQUAL -> fact != null && value.contains(fact);
      case STRING_NOT_EQUAL -> fact == null || !value.contains(fact);
    };
  }
}
