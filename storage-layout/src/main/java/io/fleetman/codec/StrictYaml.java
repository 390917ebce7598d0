package io.fleetman.codec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Reads configuration and manifests as YAML; an unknown key is an error with its line. */
public final class StrictYaml {
  private static final ObjectMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .addModule(new JavaTimeModule())
          .addModule(Durations.module())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private StrictYaml() {}

  /**
   * Reads one YAML document.
   *
   * @param where the file's name, for messages
   * @throws DocumentException with file, line, key, and what to write instead
   */
  public static <T> T read(String where, String yaml, Class<T> type) {
    try {
      T value = MAPPER.readValue(yaml, type);
      if (value == null) {
        throw new DocumentException(where + " is empty");
      }
      return value;
    } catch (JsonProcessingException e) {
      JsonLocation at =
          e.getProcessor() instanceof JsonParser parser
              ? parser.currentTokenLocation() // the other location is already past the value
              : e.getLocation();
      String line = at == null || at.getLineNr() < 1 ? "" : ":" + at.getLineNr();
      throw new DocumentException(where + line + ": " + Problems.sentence(e), e);
    }
  }

  /**
   * Writes a value as YAML.
   *
   * @throws IllegalStateException if the value cannot be written
   */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }
}
