package io.fleetman.codec;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads configuration and manifests as YAML; an unknown key is an error with its line. */
public final class StrictYaml {
  private static final ObjectMapper MAPPER =
      YAMLMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(Durations.module())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .withConfigOverride(Map.class, StrictYaml::withoutNulls)
          .withConfigOverride(List.class, StrictYaml::withoutNulls)
          .addHandler(new ScalarsAsText())
          .build();

  private StrictYaml() {}

  private static void withoutNulls(MutableConfigOverride collection) {
    collection.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
  }

  // YAML takes 1.10 for a number; a version, a name or a size is made of what was written.
  private static final class ScalarsAsText extends DeserializationProblemHandler {
    @Override
    public Object handleMissingInstantiator(
        DeserializationContext context,
        Class<?> type,
        ValueInstantiator instantiator,
        JsonParser parser,
        String message)
        throws IOException {
      return instantiator.canCreateFromString() && parser.currentToken().isScalarValue()
          ? instantiator.createFromString(context, parser.getText())
          : NOT_HANDLED;
    }
  }

  /**
   * Reads one YAML document.
   *
   * @param where the file's name, for messages
   * @throws DocumentException with file, line, key, and what to write instead
   */
  public static <T> T read(String where, String yaml, Class<T> type) {
    YamlTree tree = YamlTree.of(where, yaml);
    try {
      T value = MAPPER.readValue(yaml, type);
      if (value == null) {
        throw new DocumentException(where + " is empty");
      }
      return value;
    } catch (JsonMappingException e) {
      OptionalInt line = tree.line(e.getPath(), e instanceof UnrecognizedPropertyException);
      String at = line.isPresent() ? ":" + line.getAsInt() : "";
      throw new DocumentException(where + at + ": " + Problems.sentence(e), e);
    } catch (JsonProcessingException e) {
      throw new DocumentException(where + ": " + Problems.sentence(e), e);
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
