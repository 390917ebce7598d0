package io.fleetman.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fleetman.document.Document;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON mapper: UTF-8, keys sorted, indented, nulls left out, so that any S3 browser can
 * read a document and two equal documents are equal bytes. Unknown fields are tolerated; an unknown
 * {@code kind} is not.
 */
public final class Json {
  private static final ObjectMapper MAPPER = mapper();

  // A snapshot's kind comes after its files: who looks for it while reading holds all of them
  // twice.
  private static final ObjectMapper KNOWN_KIND =
      mapper().addMixIn(SnapshotMark.Snapshot.class, WithoutKind.class);

  @JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
  private interface WithoutKind {}

  private Json() {}

  private static ObjectMapper mapper() {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .addModule(Durations.module())
        .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
        .defaultPrettyPrinter(
            new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(new DefaultIndenter("  ", "\n")))
        .build();
  }

  /** The document's bytes, ending in a newline. */
  public static byte[] write(Object document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(document, bytes);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + document.getClass().getSimpleName(), e);
    }
    return bytes.toByteArray();
  }

  /** The same, straight to where they go; the stream stays open. */
  public static void write(Object document, OutputStream out) throws IOException {
    MAPPER.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, document);
    out.write('\n');
  }

  /** The value on one line, for hashing and for {@code --output json} streams. */
  public static String line(Object value) {
    try {
      return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }

  /** The value as a tree, as it would be written. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Reads a document.
   *
   * @param where what it is called in the message of an error, for example its key
   * @throws DocumentException if it is not JSON, of another kind, or lacks a field
   */
  public static <T> T read(String where, byte[] body, Class<T> type) {
    try {
      String kind = kind(where, body);
      T value = value(where, body, kind, type);
      if (value instanceof Document document && kind != null && !kind.equals(document.kind())) {
        throw new DocumentException(
            where + " is of kind '" + kind + "', not '" + document.kind() + "'");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new DocumentException(where + " cannot be read: " + Problems.sentence(e), e);
    } catch (IOException e) {
      throw new DocumentException(where + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static <T> T value(String where, byte[] body, @Nullable String kind, Class<T> type)
      throws IOException {
    if (type == TriggerDocument.class) {
      if (!(MAPPER.readTree(body) instanceof ObjectNode trigger)) {
        throw new DocumentException(where + " is not a JSON object");
      }
      completeByHand(trigger, body);
      return MAPPER.treeToValue(trigger, type);
    }
    return type == SnapshotMark.class && "snapshot".equals(kind)
        ? type.cast(KNOWN_KIND.readValue(body, SnapshotMark.Snapshot.class))
        : MAPPER.readValue(body, type);
  }

  /** The document's own {@code kind}; null if it has none. Keeps nothing of the rest. */
  private static @Nullable String kind(String where, byte[] body) throws IOException {
    try (JsonParser parser = MAPPER.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new DocumentException(where + " is not a JSON object");
      }
      String kind = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean here = parser.currentName().equals("kind");
        parser.nextToken();
        if (here
            && parser.currentToken().isScalarValue()
            && !parser.hasToken(JsonToken.VALUE_NULL)) {
          kind = parser.getText();
        }
        parser.skipChildren();
      }
      return kind;
    }
  }

  /**
   * Reads an object whose fields are all alike, one at a time, so that a large one is never in
   * memory as a whole.
   *
   * @throws DocumentException if it is not JSON, or a field is not of that type
   */
  public static <T> void forEach(
      String where, InputStream in, Class<T> type, BiConsumer<String, T> each) {
    try (JsonParser parser = MAPPER.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new DocumentException(where + " is not a JSON object");
      }
      ObjectReader reader = MAPPER.readerFor(type);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        each.accept(name, reader.readValue(parser, type));
      }
      if (!parser.hasToken(JsonToken.END_OBJECT)) {
        throw new DocumentException(where + " ends in the middle");
      }
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
