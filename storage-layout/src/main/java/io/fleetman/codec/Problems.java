package io.fleetman.codec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jackson's exceptions as sentences for people. */
final class Problems {
  private static final Pattern INTRODUCTION =
      Pattern.compile("^Cannot deserialize value of type .* from String \".*?\": ");

  // Where what is not closed began: in words for who wrote the parser.
  private static final Pattern BEGUN = Pattern.compile(" \\(start marker at \\[.*\\]\\)");

  private Problems() {}

  static String sentence(JsonProcessingException e) {
    String field = e instanceof JsonMappingException m ? path(m) : "";
    String said =
        switch (e) {
          case UnrecognizedPropertyException u -> unknownKey(u);
          case InvalidTypeIdException t -> unknownKind(t);
          case ValueInstantiationException v -> cause(v);
          case InvalidFormatException f when f.getTargetType().isEnum() ->
              "'" + f.getValue() + "' is not one of " + words(f.getTargetType());
          case InvalidNullException _ -> "it has no value; give it one, or remove it";
          case InvalidFormatException f when saysItself(f) ->
              INTRODUCTION.matcher(firstLine(f.getOriginalMessage())).replaceFirst("");
          case InvalidFormatException f ->
              "'" + f.getValue() + "' is not " + expected(f.getTargetType());
          case MismatchedInputException m when m.getTargetType() != null ->
              "it must be " + expected(m.getTargetType());
          case MismatchedInputException m -> firstLine(m.getOriginalMessage());
          default -> cause(e);
        };
    return field.isEmpty() || e instanceof UnrecognizedPropertyException
        ? said
        : field + ": " + said;
  }

  private static String unknownKind(InvalidTypeIdException e) {
    JsonSubTypes types =
        e.getBaseType() == null
            ? null
            : e.getBaseType().getRawClass().getAnnotation(JsonSubTypes.class);
    String known =
        types == null
            ? "what it is"
            : "one of "
                + Arrays.stream(types.value())
                    .map(JsonSubTypes.Type::name)
                    .collect(Collectors.joining(", "));
    return e.getTypeId() == null
        ? "kind is missing: write " + known
        : "unknown kind '" + e.getTypeId() + "': write " + known;
  }

  private static String unknownKey(UnrecognizedPropertyException e) {
    Collection<Object> known = e.getKnownPropertyIds();
    List<String> names =
        known == null ? List.of() : known.stream().map(String::valueOf).sorted().toList();
    String near = Nearest.of(e.getPropertyName(), names);
    String parent = path(e);
    return "unknown key '"
        + (parent.isEmpty() ? e.getPropertyName() : parent)
        + "'"
        + (near != null
            ? "; did you mean '" + near + "'?"
            : "; known here: " + String.join(", ", names));
  }

  // Durations, sizes and the like bring a sentence of their own.
  private static boolean saysItself(InvalidFormatException e) {
    Class<?> type = e.getTargetType();
    return !type.isPrimitive()
        && !Number.class.isAssignableFrom(type)
        && type != Boolean.class
        && type != URI.class
        && !type.getName().startsWith("java.time.I");
  }

  private static String expected(Class<?> type) {
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "a list";
    }
    if (Map.class.isAssignableFrom(type)) {
      return "a mapping of keys to values";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a whole number";
    }
    if (type == URI.class) {
      return "a URL: write it like http://minio.example:9000";
    }
    if (type == Instant.class) {
      return "a time such as 2026-11-21T08:00:00Z";
    }
    if (type.isRecord() && type.getRecordComponents().length > 1) {
      return "a mapping with the keys "
          + Arrays.stream(type.getRecordComponents())
              .map(c -> c.getName())
              .sorted()
              .collect(Collectors.joining(", "));
    }
    return type.isEnum() ? "one of " + words(type) : "a text";
  }

  private static String words(Class<?> type) {
    return Arrays.stream(type.getFields())
        .map(f -> f.getAnnotation(com.fasterxml.jackson.annotation.JsonProperty.class))
        .filter(java.util.Objects::nonNull)
        .map(p -> p.value())
        .collect(Collectors.joining(", "));
  }

  private static String cause(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return firstLine(
        root instanceof JsonProcessingException j ? j.getOriginalMessage() : root.getMessage());
  }

  static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      } else {
        path.append('[').append(step.getIndex()).append(']');
      }
    }
    return path.toString();
  }

  private static String firstLine(@Nullable String message) {
    return message == null
        ? "it cannot be understood"
        : BEGUN.matcher(message.lines().findFirst().orElse("")).replaceFirst("");
  }
}
