package io.fleetman.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fleetman.document.Document;
import io.fleetman.document.TriggerDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The one JSON mapper: UTF-8, keys sorted, indented, nulls left out, so that any S3 browser can
 * read a document and two equal documents are equal bytes. Unknown fields are tolerated; an unknown
 * {@code kind} is not.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(Durations.module())
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")))
          .build();

  private Json() {}

  /** The document's bytes, ending in a newline. */
  public static byte[] write(Object document) {
    try {
      return (MAPPER.writeValueAsString(document) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + document.getClass().getSimpleName(), e);
    }
  }

  /** The value on one line, for hashing and for {@code --output json} streams. */
  public static String line(Object value) {
    try {
      return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }

  /**
   * Reads a document.
   *
   * @param where what it is called in the message of an error, for example its key
   * @throws DocumentException if it is not JSON, of another kind, or lacks a field
   */
  public static <T> T read(String where, byte[] body, Class<T> type) {
    try {
      JsonNode tree = MAPPER.readTree(body);
      if (!(tree instanceof ObjectNode object)) {
        throw new DocumentException(where + " is not a JSON object");
      }
      if (type == TriggerDocument.class) {
        completeByHand(object, body);
      }
      T value = MAPPER.treeToValue(object, type);
      if (value instanceof Document document
          && object.hasNonNull("kind")
          && !object.get("kind").asText().equals(document.kind())) {
        throw new DocumentException(
            where
                + " is of kind '"
                + object.get("kind").asText()
                + "', not '"
                + document.kind()
                + "'");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new DocumentException(where + " cannot be read: " + Problems.sentence(e), e);
    } catch (IOException e) {
      throw new DocumentException(where + " cannot be read: " + e.getMessage(), e);
    }
  }

  // A trigger written by hand has no ids: its body's hash stands for them, so that another body is
  // another command and the same body is not.
  private static void completeByHand(ObjectNode trigger, byte[] body) {
    String hash = "hand-" + Sha256.of(body).substring(0, 32);
    for (String id : new String[] {"id", "deployId"}) {
      if (!trigger.hasNonNull(id)) {
        trigger.put(id, hash);
      }
    }
  }
}
