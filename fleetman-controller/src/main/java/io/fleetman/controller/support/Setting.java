package io.fleetman.controller.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one field between two documents.
 *
 * @param field its path, {@code health.http} and the like
 * @param before null if it was not set
 * @param after null if it is no longer set
 */
public record Setting(String field, @Nullable String before, @Nullable String after) {
  /** A document's fields, flat, by their paths. */
  public static Map<String, String> fields(Object document) {
    Map<String, String> fields = new TreeMap<>();
    JsonNode tree = Json.read("document", Json.write(document), JsonNode.class);
    for (var field : tree.properties()) {
      flatten(field.getKey(), field.getValue(), fields);
    }
    return fields;
  }

  /** The fields that differ, by their paths. */
  public static List<Setting> between(Map<String, String> from, Map<String, String> to) {
    List<Setting> settings = new ArrayList<>();
    TreeSet<String> fields = new TreeSet<>(from.keySet());
    fields.addAll(to.keySet());
    for (String field : fields) {
      if (!Objects.equals(from.get(field), to.get(field))) {
        settings.add(new Setting(field, from.get(field), to.get(field)));
      }
    }
    return settings;
  }

  private static void flatten(String name, JsonNode node, Map<String, String> fields) {
    if (node.isObject()) {
      for (var field : node.properties()) {
        flatten(name + "." + field.getKey(), field.getValue(), fields);
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(name + "[" + i + "]", node.get(i), fields);
      }
    } else {
      fields.put(name, node.asText());
    }
  }
}
