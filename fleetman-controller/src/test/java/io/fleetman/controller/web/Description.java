package io.fleetman.controller.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/** The API's description, against which answers are held. */
final class Description {
  private static final String WHERE = "https://fleetman.test/openapi.json";

  /** Operations that any test of this run has seen succeed. */
  static final Set<String> SUCCEEDED = new ConcurrentSkipListSet<>();

  // Its fragments are read once, not for each answer.
  private static final Map<List<String>, Description> KNOWN = new ConcurrentHashMap<>();

  private final ObjectNode document;
  private final SchemaRegistry registry;

  private Description(ObjectNode document) {
    this.document = document;
    String text = document.toString();
    this.registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(WHERE, text)));
  }

  static Description of(ControllerServer server) {
    return KNOWN.computeIfAbsent(
        server.routes().openApi(),
        fragments -> new Description(new OpenApi(fragments, "0.1.0").document()));
  }

  ObjectNode document() {
    return document;
  }

  /** All operations: method and path. */
  Set<String> operations() {
    Set<String> all = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        op -> {
                          if (!op.getKey().equals("parameters")) {
                            all.add(op.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    return all;
  }

  private JsonNode operation(String operation) {
    String[] parts = operation.split(" ", 2);
    return document.path("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
  }

  /** To which resource an operation belongs. */
  String tag(String operation) {
    return operation(operation).path("tags").path(0).asText("none");
  }

  /** The parameters of an operation: the names under which they are shared, or their own. */
  Set<String> parameters(String operation) {
    Set<String> names = new TreeSet<>();
    JsonNode path = document.path("paths").path(operation.split(" ", 2)[1]);
    for (JsonNode all : List.of(path.path("parameters"), operation(operation).path("parameters"))) {
      all.forEach(
          p ->
              names.add(
                  p.has("$ref")
                      ? p.path("$ref").asText().replaceFirst(".*/", "")
                      : p.path("name").asText()));
    }
    return names;
  }

  /** The content types of what an operation is sent. */
  JsonNode body(String operation) {
    JsonNode body = operation(operation).path("requestBody");
    return body.has("$ref")
        ? document.at(body.path("$ref").asText().substring(1)).path("content")
        : body.path("content");
  }

  /**
   * @throws AssertionError if the answer is none that the description knows
   */
  void check(String method, String path, HttpResponse<String> answer) {
    String template = template(path.replaceFirst("\\?.*", ""), method);
    if (answer.statusCode() < 300) {
      SUCCEEDED.add(method + " " + template);
    }
    JsonNode responses =
        document
            .path("paths")
            .path(template)
            .path(method.toLowerCase(Locale.ROOT))
            .path("responses");
    String status = Integer.toString(answer.statusCode());
    String key = responses.has(status) ? status : "default";
    JsonNode response = responses.path(key);
    String pointer =
        "/paths/" + escaped(template) + "/" + method.toLowerCase(Locale.ROOT) + "/responses/" + key;
    if (response.has("$ref")) {
      pointer = response.get("$ref").asText().substring(1);
      response = document.at(pointer);
    }
    if (response.isMissingNode()) {
      throw new AssertionError(method + " " + path + " answered " + status + ", undescribed");
    }
    String type =
        answer.headers().firstValue("Content-Type").orElse("").replaceFirst("\\s*;.*", "");
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      if (!answer.body().isEmpty()) {
        throw new AssertionError(method + " " + path + ": a body where none is described");
      }
      return;
    }
    if (!content.has(type)) {
      throw new AssertionError(
          method
              + " "
              + path
              + " answered "
              + status
              + " as '"
              + type
              + "', undescribed: "
              + answer.body());
    }
    if (!type.endsWith("json")) {
      return;
    }
    Schema schema =
        registry.getSchema(
            SchemaLocation.of(WHERE + "#" + pointer + "/content/" + escaped(type) + "/schema"));
    List<com.networknt.schema.Error> errors = schema.validate(answer.body(), InputFormat.JSON);
    if (!errors.isEmpty()) {
      throw new AssertionError(
          method + " " + path + " is not as described: " + errors + "\n" + answer.body());
    }
  }

  private String template(String path, String method) {
    return document.path("paths").properties().stream()
        .filter(p -> p.getValue().has(method.toLowerCase(Locale.ROOT)))
        .map(Map.Entry::getKey)
        .filter(t -> matches(t, path))
        .min(Comparator.comparingInt(t -> t.split("\\{", -1).length))
        .orElseThrow(() -> new AssertionError(method + " " + path + " is not described"));
  }

  private static boolean matches(String template, String path) {
    StringBuilder regex = new StringBuilder();
    for (String part : template.split("(?=\\{)|(?<=})", -1)) {
      regex.append(part.startsWith("{") ? "[^/]+" : Pattern.quote(part));
    }
    return path.matches(regex.toString());
  }

  private static String escaped(String segment) {
    return Objects.requireNonNull(segment)
        .replace("~", "~0")
        .replace("/", "~1")
        .replace("{", "%7B")
        .replace("}", "%7D");
  }
}
