package io.fleetman.controller.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import io.fleetman.codec.StrictYaml;
import io.fleetman.document.FileRule;
import io.fleetman.document.ManifestDocument;
import io.fleetman.document.ManifestSpec;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.ManifestId;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as the text that people edit: written without what is left out, read with each problem
 * beside its line. Pure.
 */
public final class ManifestText {
  private static final String WHERE = "manifest";
  private static final Pattern WITH_LINE = Pattern.compile("^" + WHERE + "(?::(\\d+))?:? ");
  private static final Pattern FIELD =
      Pattern.compile("^([a-z][A-Za-z]*(?:\\[\\d+]|\\.[A-Za-z0-9_.-]+)*)[: ]");
  private static final int LONGEST = 64 * 1024;
  private static final Pattern NAME = Pattern.compile("(?m)^(manifest:[ \\t]*)[^ \\t\\r\\n#]+");
  private static final List<String> KEYS =
      Arrays.stream(ServiceYaml.class.getRecordComponents()).map(RecordComponent::getName).toList();

  private ManifestText() {}

  /**
   * Something that is wrong with a text.
   *
   * @param line from 1; 0 if it is about the whole
   * @param field its path, such as {@code health.http}; empty if it is about the whole
   * @param message a sentence with the fix
   */
  public record Problem(int line, String field, String message) {}

  /** What reading a text came to. */
  public sealed interface Parsed {
    /** It says this. */
    record Understood(Definition.Service service) implements Parsed {}

    /** It cannot be taken as it is. */
    record Refused(List<Problem> problems) implements Parsed {}
  }

  /**
   * Reads a text.
   *
   * @param beyond further problems of a definition that is fine in itself, by field; such as names
   *     that the fleet does not know
   */
  public static Parsed read(String yaml, Function<ManifestSpec, List<String>> beyond) {
    try {
      Definition.Service service = StrictYaml.read(WHERE, yaml, ServiceYaml.class).toService(WHERE);
      List<String> problems = new ArrayList<>(SpecCheck.problems(service));
      if (!service.cells().isEmpty()) {
        problems.add("cells: map cells on the page of cells, or with 'fleetman apply'");
      }
      if (problems.isEmpty()) {
        problems.addAll(beyond.apply(service.spec()));
      }
      return problems.isEmpty()
          ? new Parsed.Understood(service)
          : new Parsed.Refused(located(yaml, problems));
    } catch (DocumentException | InvalidNameException e) {
      return new Parsed.Refused(List.of(located(yaml, String.valueOf(e.getMessage()))));
    }
  }

  /** What keeps a text from being read at all; the first thing that does, empty if nothing does. */
  static Optional<Problem> unreadable(String yaml) {
    try {
      var _ = StrictYaml.read(WHERE, yaml, ServiceYaml.class).toService(WHERE);
      return Optional.empty();
    } catch (DocumentException | InvalidNameException e) {
      return Optional.of(located(yaml, String.valueOf(e.getMessage())));
    }
  }

  /** Problems that begin with their field, each with the field's line. */
  public static List<Problem> located(String yaml, Collection<String> problems) {
    return problems.stream().map(p -> located(yaml, p)).toList();
  }

  private static Problem located(String yaml, String problem) {
    Matcher where = WITH_LINE.matcher(problem);
    boolean said = where.lookingAt();
    String message = said ? problem.substring(where.end()) : problem;
    String line = said ? where.group(1) : null;
    String field = field(message);
    return new Problem(
        line == null ? StrictYaml.line(yaml, field).orElse(0) : Integer.parseInt(line),
        field,
        message);
  }

  private static String field(String message) {
    Matcher field = FIELD.matcher(message);
    if (!field.find()) {
      return "";
    }
    String path = field.group(1);
    return KEYS.contains(path.split("[.\\[]", 2)[0]) ? path : "";
  }

  /** A manifest as somebody wrote it, or as it would be written if nobody did. */
  public static String of(ManifestDocument manifest) {
    String text = manifest.text();
    return text != null && says(text, manifest.manifest(), manifest.spec())
        ? text
        : write(manifest.manifest(), manifest.spec());
  }

  /**
   * What is kept of a text beside the definition that it says: all of it, but for where its cells
   * are, which is kept with the cells.
   *
   * @return empty if it is too long, or would say anything else than the definition
   */
  static Optional<String> kept(ManifestId manifest, ManifestSpec spec, String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String kept = withoutCells(text);
    return says(kept, manifest, spec) ? Optional.of(kept) : Optional.empty();
  }

  /** The text under another name; empty if it cannot be told how. */
  static Optional<String> renamed(ManifestDocument from, ManifestId to) {
    String text = NAME.matcher(of(from)).replaceFirst("$1" + to.value());
    return says(text, to, from.spec()) ? Optional.of(text) : Optional.empty();
  }

  private static boolean says(String text, ManifestId manifest, ManifestSpec spec) {
    try {
      Definition.Service service = StrictYaml.read(WHERE, text, ServiceYaml.class).toService(WHERE);
      return service.cells().isEmpty()
          && service.manifest().equals(manifest)
          && service.spec().equals(spec);
    } catch (DocumentException | InvalidNameException e) {
      return false; // it does not say anything
    }
  }

  // All but empty lines at its beginning, and what is from 'cells:' to the next line that is not
  // indented.
  private static String withoutCells(String text) {
    StringBuilder kept = new StringBuilder();
    boolean within = false;
    for (String line : text.lines().toList()) {
      within = line.startsWith("cells:") || (within && line.matches("(?:[ \\t-].*)?"));
      if (!within && !(kept.isEmpty() && line.isBlank())) {
        kept.append(line).append('\n');
      }
    }
    return kept.toString();
  }

  /** Writes a definition; what has its default is left out. */
  public static String write(ManifestId manifest, ManifestSpec spec) {
    JsonNode all = tree(spec);
    JsonNode defaults = tree(bare(spec));
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("manifest", manifest.value());
    for (String key : KEYS) {
      JsonNode value = all.get(key);
      if (value != null && (key.equals("profile") || !value.equals(defaults.get(key)))) {
        text.put(key, withoutDefaults(value, defaults.get(key)));
      }
    }
    return StrictYaml.write(text);
  }

  private static ManifestSpec bare(ManifestSpec spec) {
    return StrictYaml.read(
            WHERE,
            "{manifest: x, profile: " + tree(spec).path("profile").asText() + "}",
            ServiceYaml.class)
        .toService(WHERE)
        .spec();
  }

  // Only mappings have defaults within; lists and scalars are written as a whole.
  private static JsonNode withoutDefaults(JsonNode value, @Nullable JsonNode defaults) {
    if (!(value instanceof ObjectNode object) || !(defaults instanceof ObjectNode)) {
      return trimmed(value);
    }
    ObjectNode kept = object.deepCopy();
    object.properties().stream()
        .filter(f -> f.getValue().equals(defaults.get(f.getKey())))
        .forEach(f -> kept.remove(f.getKey()));
    return kept;
  }

  // a rule of files says nothing about what it leaves open, and what it is about first
  private static JsonNode trimmed(JsonNode value) {
    if (!(value instanceof ArrayNode list)) {
      return value;
    }
    ArrayNode trimmed = list.arrayNode();
    for (JsonNode item : list) {
      trimmed.add(item instanceof ObjectNode rule ? ordered(rule) : item);
    }
    return trimmed;
  }

  private static ObjectNode ordered(ObjectNode rule) {
    ObjectNode ordered = rule.objectNode();
    for (RecordComponent field : FileRule.class.getRecordComponents()) {
      JsonNode value = rule.get(field.getName());
      if (value != null && !(value.isArray() && value.isEmpty())) {
        ordered.set(field.getName(), value);
      }
    }
    return ordered;
  }

  private static JsonNode tree(ManifestSpec spec) {
    return Json.read(WHERE, Json.write(spec), JsonNode.class);
  }
}
