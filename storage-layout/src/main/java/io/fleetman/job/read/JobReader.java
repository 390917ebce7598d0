package io.fleetman.job.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import io.fleetman.codec.StrictYaml;
import io.fleetman.job.JobDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads job documents, as JSON or as YAML, ours or those of AWS IoT Device Client. Pure. */
public final class JobReader {
  private static final Pattern JSON = Pattern.compile("\\s*\\{\\s*[\"}]");

  private static final Set<String> NAMED = Set.of("env", "parameters");

  private JobReader() {}

  /** What reading came to. */
  public sealed interface Outcome {
    /** It can be run. */
    record Valid(JobDocument document) implements Outcome {}

    /**
     * It cannot.
     *
     * @param problems a sentence for each, which begins with the place
     */
    record Invalid(List<String> problems) implements Outcome {}
  }

  /**
   * Reads a document from a text.
   *
   * @param where what it is called in messages, for example the file's name
   */
  public static Outcome read(String where, String text) {
    try {
      return read(
          JSON.matcher(text).lookingAt()
              ? Json.read(where, text.getBytes(StandardCharsets.UTF_8), JsonNode.class)
              : StrictYaml.read(where, text, JsonNode.class));
    } catch (DocumentException e) {
      return new Outcome.Invalid(List.of(e.getMessage()));
    }
  }

  /** Reads a document that was part of another. */
  public static Outcome read(JsonNode written) {
    JsonNode document = withVersion(withoutNulls(written));
    List<String> problems = JobSchema.problems(document);
    if (!problems.isEmpty()) {
      return new Outcome.Invalid(problems);
    }
    try {
      JobDocument read =
          Json.read("the document", Json.write(OneForm.of(document)), JobDocument.class);
      List<String> more = DocumentCheck.problems(read);
      return more.isEmpty() ? new Outcome.Valid(read) : new Outcome.Invalid(more);
    } catch (DocumentException e) {
      return new Outcome.Invalid(List.of(e.getMessage()));
    }
  }

  // A field that is null was left out. Not so where the keys are names that people chose: there it
  // was forgotten what the value should be.
  private static JsonNode withoutNulls(JsonNode from) {
    return switch (from) {
      case ObjectNode object -> {
        ObjectNode to = object.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          if (!field.getValue().isNull()) {
            to.set(
                field.getKey(),
                NAMED.contains(field.getKey()) ? field.getValue() : withoutNulls(field.getValue()));
          }
        }
        yield to;
      }
      case ArrayNode array -> {
        ArrayNode to = array.arrayNode();
        array.forEach(item -> to.add(withoutNulls(item)));
        yield to;
      }
      default -> from;
    };
  }

  // YAML takes an unquoted 1.0 for a number.
  private static JsonNode withVersion(JsonNode document) {
    return document instanceof ObjectNode object
            && object.path("version").isNumber()
            && object.path("version").asText().equals(JobDocument.VERSION)
        ? object.deepCopy().put("version", JobDocument.VERSION)
        : document;
  }
}
