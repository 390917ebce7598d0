package io.fleetman.job.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import io.fleetman.codec.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** The published JSON Schema of job documents, which is what validates them. */
public final class JobSchema {
  private static final String RESOURCE = "job-document-1.0.schema.json";

  private JobSchema() {}

  private static final class Loaded {
    static final Schema SCHEMA =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text(), InputFormat.JSON);
  }

  /** The schema, as it is published. */
  public static String text() {
    try (InputStream in = JobSchema.class.getResourceAsStream(RESOURCE)) {
      return new String(
          Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a document, a sentence for each, which begins with the place. */
  static List<String> problems(JsonNode document) {
    return List.copyOf(
        new TreeSet<>(Loaded.SCHEMA.validate(document).stream().map(JobSchema::sentence).toList()));
  }

  private static String sentence(Error error) {
    String place = place(error.getInstanceLocation());
    String property = error.getProperty();
    return switch (error.getKeyword()) {
      case "required" -> under(place, property) + " is missing";
      case "additionalProperties" -> under(place, property) + " is unknown" + near(error, property);
      case "enum", "const" ->
          place + ": " + error.getInstanceNode() + " is not one of " + words(error);
      case "pattern" ->
          place
              + ": "
              + error.getInstanceNode()
              + " is not of the form "
              + error.getSchemaNode().asText();
      case "propertyNames" ->
          place + ": '" + property + "' cannot be a name here: use letters, digits and '_'";
      default -> (place.isEmpty() ? "the document" : place) + ": " + error.getMessage();
    };
  }

  private static String words(Error error) {
    JsonNode schema = error.getSchemaNode();
    return schema.isArray() ? schema.toString() : "[" + schema + "]";
  }

  private static String near(Error error, String property) {
    JsonNode siblings = error.getInstanceNode();
    return siblings == null || property == null ? "" : hint(property);
  }

  private static String hint(String property) {
    String near = Nearest.of(property, Words.ALL);
    return near == null ? "" : "; did you mean '" + near + "'?";
  }

  // Every key that the schema knows anywhere: good enough to guess what somebody meant.
  private static final class Words {
    static final List<String> ALL =
        List.copyOf(
            new TreeSet<>(
                Loaded.SCHEMA.getSchemaNode().findParents("properties").stream()
                    .flatMap(n -> n.get("properties").propertyStream())
                    .map(e -> e.getKey())
                    .toList()));
  }

  private static String under(String place, String property) {
    return place.isEmpty() ? property : place + "." + property;
  }

  private static String place(NodePath path) {
    StringBuilder place = new StringBuilder();
    for (int i = 0; i < path.getNameCount(); i++) {
      if (path.getElement(i) instanceof Integer index) {
        place.append('[').append(index).append(']');
      } else {
        place.append(place.isEmpty() ? "" : ".").append(path.getName(i));
      }
    }
    return place.toString();
  }
}
