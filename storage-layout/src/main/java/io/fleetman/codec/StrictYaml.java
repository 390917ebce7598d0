package io.fleetman.codec;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads configuration and manifests as YAML; an unknown key is an error with its line. */
public final class StrictYaml {
  private static final ObjectMapper MAPPER =
      YAMLMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(Durations.module())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT) // which would cut it off silently
          .withConfigOverride(Map.class, StrictYaml::withoutNulls)
          .withConfigOverride(List.class, StrictYaml::withoutNulls)
          .addHandler(new ScalarsAsText())
          .withCoercionConfig(LogicalType.Integer, StrictYaml::emptyIsNone)
          .withCoercionConfig(LogicalType.Float, StrictYaml::emptyIsNone)
          .withCoercionConfig(LogicalType.Boolean, StrictYaml::emptyIsNone)
          .withCoercionConfig(LogicalType.Boolean, StrictYaml::numberIsNone)
          .build();

  private static final ObjectMapper WRITER =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  // a step of a field's path: an index in brackets, or a name
  private static final Pattern STEP = Pattern.compile("\\[(\\d{1,6})]|[^.\\[\\]]+");

  private StrictYaml() {}

  private static void withoutNulls(MutableConfigOverride collection) {
    collection.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
  }

  // An empty text is neither a number nor the default.
  private static void emptyIsNone(MutableCoercionConfig scalar) {
    scalar.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
  }

  private static void numberIsNone(MutableCoercionConfig truth) {
    truth.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
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
   * The line of a field, from 1; of the last step of its path that is there.
   *
   * @param field its path, such as {@code files[0].mode}
   * @return empty if none of it is there, or the text is no YAML
   */
  public static OptionalInt line(String yaml, String field) {
    List<JsonMappingException.Reference> path = new ArrayList<>();
    Matcher steps = STEP.matcher(field);
    while (steps.find()) {
      path.add(
          steps.group(1) == null
              ? new JsonMappingException.Reference(null, steps.group())
              : new JsonMappingException.Reference(null, Integer.parseInt(steps.group(1))));
    }
    try {
      return YamlTree.of("text", yaml).line(path, true);
    } catch (DocumentException e) {
      return OptionalInt.empty();
    }
  }

  /**
   * Writes a tree of maps, lists and scalars as YAML for people: in the order it is given, quoted
   * only where a reader would take it for something else.
   *
   * @throws IllegalStateException if the value cannot be written
   */
  public static String write(Object value) {
    try {
      return WRITER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }
}
