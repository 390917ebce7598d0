package io.fleetman.codec;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** An example of a configuration: its keys with their values, what is commented out among them. */
public final class ExampleFile {
  private ExampleFile() {}

  /**
   * Its keys by their paths, such as {@code jobs.keep}.
   *
   * @param whole paths of mappings that are one value
   */
  public static SortedMap<String, Object> keys(Path example, Set<String> whole) throws IOException {
    String text =
        Pattern.compile("^( *)#([a-z_]+:)", Pattern.MULTILINE)
            .matcher(Files.readString(example))
            .replaceAll("$1$2");
    SortedMap<String, Object> keys = new TreeMap<>();
    leaves("", new YAMLMapper().readValue(text, Map.class), whole, keys);
    return keys;
  }

  private static void leaves(
      String path, Object value, Set<String> whole, SortedMap<String, Object> keys) {
    if (value instanceof Map<?, ?> map && !whole.contains(path)) {
      map.forEach(
          (key, below) -> leaves(path.isEmpty() ? "" + key : path + "." + key, below, whole, keys));
    } else {
      keys.put(path, value);
    }
  }

  /** Values of every kind that cannot stand for one like this. */
  public static List<Object> nonsense(Object value) {
    List<Object> all = new ArrayList<>();
    all.add(Map.of("a", Map.of("b", "c")));
    switch (value) {
      case List<?> _ -> all.add("no list");
      case Map<?, ?> _ -> all.addAll(List.of(List.of("a", List.of()), "no mapping"));
      case Number _ -> all.addAll(List.of(List.of(), "", "much", -1, 1_000_000_000_000L));
      case Boolean _ -> all.addAll(List.of(List.of(), "", "maybe", 7));
      case String text when text.matches("\\d+(ms|s|m|h|d)") ->
          all.addAll(List.of(List.of(), "", "5 parsecs", "-5s", 5, "400000d"));
      case String text when text.matches("\\d+[KMGT]") ->
          all.addAll(List.of(List.of(), "", "5 parsecs", -5, 0));
      default -> all.addAll(List.of(List.of("a"), "\u0001 no sense"));
    }
    return all;
  }
}
