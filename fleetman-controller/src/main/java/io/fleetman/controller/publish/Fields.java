package io.fleetman.controller.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.Json;
import io.fleetman.document.SnapshotMark;
import java.util.Map;
import java.util.TreeMap;

/** A snapshot's definition and variables as flat fields, {@code health.http} and the like. */
final class Fields {
  private Fields() {}

  static Map<String, String> of(SnapshotMark.Snapshot snapshot) {
    Map<String, String> fields = new TreeMap<>();
    JsonNode spec = Json.read("spec", Json.write(snapshot.spec()), JsonNode.class);
    for (var field : spec.properties()) {
      // the snapshot's own variables are those that count; what the rules came to shows in the
      // files
      if (!field.getKey().equals("variables") && !field.getKey().equals("files")) {
        flatten(field.getKey(), field.getValue(), fields);
      }
    }
    snapshot.variables().forEach((name, value) -> fields.put("variables." + name, value));
    return fields;
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
