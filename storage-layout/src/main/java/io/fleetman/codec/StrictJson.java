package io.fleetman.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** Reads what a program sends: an unknown field is an error that names it. */
public final class StrictJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(Durations.module())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT) // which would cut it off silently
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private StrictJson() {}

  /**
   * Reads an object.
   *
   * @throws FieldException with the field's path and what is wrong with it
   */
  public static <T> T read(byte[] body, Class<T> type) {
    try {
      T value = MAPPER.readValue(body, type);
      if (value == null) {
        throw new FieldException("", "it must be an object, not null", null);
      }
      return value;
    } catch (JsonMappingException e) {
      String field = Problems.path(e);
      if (field.isEmpty()
          && e instanceof MismatchedInputException wrong
          && !(e instanceof UnrecognizedPropertyException)) {
        throw new FieldException("", whole(wrong), e);
      }
      if (e.getCause() instanceof FieldException own) {
        throw new FieldException(
            field.isEmpty() ? own.field() : field + "." + own.field(),
            String.valueOf(own.getMessage()),
            e);
      }
      String sentence = Problems.sentence(e);
      throw new FieldException(
          field,
          sentence.startsWith(field + ": ") ? sentence.substring(field.length() + 2) : sentence,
          e);
    } catch (JsonProcessingException e) {
      throw new FieldException("", "not JSON: " + Problems.sentence(e), e);
    } catch (IOException e) {
      throw new FieldException("", String.valueOf(e.getMessage()), e);
    }
  }

  private static String whole(MismatchedInputException e) {
    String said = String.valueOf(e.getOriginalMessage());
    return said.startsWith("No content")
        ? "it is empty: send a JSON object"
        : said.startsWith("Trailing token")
            ? "more comes after the object: send one"
            : "it must be a JSON object";
  }
}
