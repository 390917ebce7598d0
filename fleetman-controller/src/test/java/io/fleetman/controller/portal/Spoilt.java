package io.fleetman.controller.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetman.codec.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A document in every way in which a node that is damaged, hostile, or of another version may write
 * it: each of its fields left out, null, of another type, or at the end of what a number or a time
 * can be.
 */
public final class Spoilt {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEP = 20_000;

  private final JsonNode whole;
  private final List<String> all = new ArrayList<>();

  private Spoilt(JsonNode whole) {
    this.whole = whole;
  }

  /** All of them, and what is no document at all. */
  public static List<String> of(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    Spoilt spoilt = new Spoilt(Json.read("a document", bytes, JsonNode.class));
    spoilt.walk(spoilt.whole);
    spoilt.all.addAll(List.of("", "null", "[]", "{}", "{\"kind\": 7}", "\u0000", "[".repeat(DEEP)));
    spoilt.all.add("{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP));
    return spoilt.all;
  }

  private void walk(JsonNode at) {
    if (at instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
        String name = field.getKey();
        JsonNode was = field.getValue();
        object.remove(name);
        keep();
        for (JsonNode other : others(was)) {
          object.set(name, other);
          keep();
        }
        object.set(name, was);
        walk(was);
      }
    } else if (at instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode was = array.get(i);
        for (JsonNode other : others(was)) {
          array.set(i, other);
          keep();
        }
        array.set(i, was);
        walk(was);
      }
    }
  }

  private void keep() {
    all.add(whole.toString());
  }

  private static List<JsonNode> others(JsonNode was) {
    List<JsonNode> others = new ArrayList<>(List.of(NODES.nullNode()));
    if (was.isNumber()) {
      others.addAll(
          List.of(
              NODES.numberNode(Long.MAX_VALUE),
              NODES.numberNode(Long.MIN_VALUE),
              NODES.numberNode(-1),
              NODES.numberNode(1e300)));
    } else if (isTime(was)) {
      others.addAll(
          List.of(
              NODES.textNode(Instant.MAX.toString()),
              NODES.textNode(Instant.MIN.toString()),
              NODES.numberNode(1e18)));
    } else if (was.isTextual()) {
      others.addAll(List.of(NODES.textNode(""), NODES.textNode("x".repeat(9_000))));
    } else {
      others.addAll(List.of(NODES.objectNode(), NODES.arrayNode(), NODES.textNode("x")));
    }
    return others;
  }

  private static boolean isTime(JsonNode node) {
    try {
      return node.isTextual() && Instant.parse(node.asText()).isAfter(Instant.EPOCH);
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
