package io.fleetman.job.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A valid document in the one form that agents read: steps without the wrapping {@code action},
 * flags as true and false, a command as a list, comments gone. Pure.
 */
final class OneForm {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> FLAGS = Set.of("includeStdOut", "ignoreStepFailure", "secret");
  private static final Pattern WORD = Pattern.compile("(?:\\\\,|[^,])+");

  private OneForm() {}

  static JsonNode of(JsonNode document) {
    ObjectNode out = object(document);
    steps(out, "steps");
    steps(out, "finally");
    if (out.get("finalStep") instanceof ObjectNode last) {
      out.set("finalStep", step(last));
    }
    if (out.get("conditions") instanceof ArrayNode conditions) {
      conditions.forEach(OneForm::condition);
    }
    if (out.get("parameters") instanceof ObjectNode parameters) {
      parameters.forEach(OneForm::parameter);
    }
    return out;
  }

  // Without comments, and with flags that are flags, all the way down.
  private static ObjectNode object(JsonNode from) {
    ObjectNode to = NODES.objectNode();
    for (Map.Entry<String, JsonNode> field : from.properties()) {
      if (!field.getKey().startsWith("_")) {
        to.set(field.getKey(), value(field.getKey(), field.getValue()));
      }
    }
    return to;
  }

  private static JsonNode value(@Nullable String key, JsonNode from) {
    if (from.isObject()) {
      return "env".equals(key) || "parameters".equals(key) ? each(from) : object(from);
    }
    if (from.isArray()) {
      ArrayNode to = NODES.arrayNode();
      from.forEach(item -> to.add(value(null, item)));
      return to;
    }
    return key != null && FLAGS.contains(key) && from.isTextual()
        ? NODES.booleanNode(from.asText().equals("true"))
        : from;
  }

  // Its keys are names that people chose.
  private static ObjectNode each(JsonNode from) {
    ObjectNode to = NODES.objectNode();
    from.properties().forEach(field -> to.set(field.getKey(), value(null, field.getValue())));
    return to;
  }

  private static void steps(ObjectNode document, String key) {
    if (document.get(key) instanceof ArrayNode steps) {
      for (int i = 0; i < steps.size(); i++) {
        steps.set(i, step((ObjectNode) steps.get(i)));
      }
    }
  }

  private static ObjectNode step(ObjectNode item) {
    ObjectNode step = item.get("action") instanceof ObjectNode action ? action : item;
    dropEmpty(step, "runAsUser");
    if (!(step.get("input") instanceof ObjectNode)) {
      step.set("input", NODES.objectNode()); // a reboot's, which says nothing
    }
    ObjectNode input = (ObjectNode) step.get("input");
    if (input.path("command").isTextual()) {
      input.set("command", words(input.get("command").asText()));
    }
    dropEmpty(input, "path");
    return step;
  }

  private static void dropEmpty(ObjectNode node, String key) {
    if (node.path(key).asText("x").isEmpty()) {
      node.remove(key);
    }
  }

  // As AWS IoT Device Client splits it: at commas that no backslash stands before, each part
  // trimmed.
  private static ArrayNode words(String command) {
    ArrayNode words = NODES.arrayNode();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group().replace("\\,", ",").strip());
    }
    return words;
  }

  private static void condition(JsonNode condition) {
    if (condition instanceof ObjectNode c && c.path("value").isTextual()) {
      c.set("value", NODES.arrayNode().add(c.get("value").asText()));
    }
  }

  private static void parameter(JsonNode parameter) {
    if (parameter instanceof ObjectNode p) {
      if (p.has("default")) {
        p.put("default", p.get("default").asText());
      }
      if (p.get("allowed") instanceof ArrayNode allowed) {
        ArrayNode texts = NODES.arrayNode();
        List.of(allowed).forEach(list -> list.forEach(a -> texts.add(a.asText())));
        p.set("allowed", texts);
      }
    }
  }
}
