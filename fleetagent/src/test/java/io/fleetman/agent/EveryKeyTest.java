package io.fleetman.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fleetman.codec.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of the example has an effect that a test shows, and takes no value that is none. */
class EveryKeyTest {
  private static final List<Class<?>> EFFECTS =
      List.of(
          RhythmSettingsTest.class,
          NodeSettingsTest.class,
          ProfileSettingsTest.class,
          JobsSettingsTest.class,
          StoreSettingsTest.class);

  // Maps of the user's own keys, and what is read whole.
  private static final Set<String> WHOLE = Set.of("labels", "jobs.limits");

  // Any line of text may be one.
  private static final Set<String> FREE = Set.of("storage.access_key", "storage.secret_key");

  // Empty, it means something.
  private static final String WHOLE_BUCKET = "storage.prefix";

  private static final Pattern ONE_SENTENCE = Pattern.compile("[^\\n]{10,300}");

  @TempDir Path folder;

  @Test
  void theEffectOfEveryKeyIsTested() throws IOException {
    SortedSet<String> tested =
        EFFECTS.stream()
            .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
            .map(m -> m.getAnnotation(EffectOf.class))
            .filter(java.util.Objects::nonNull)
            .flatMap(e -> Arrays.stream(e.value()))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(tested).isEqualTo(new TreeSet<>(keys().keySet()));
  }

  static Stream<String> everyKey() throws IOException {
    return keys().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("everyKey")
  void aValueThatIsNoneIsAnErrorThatNamesTheKey(String key) throws IOException {
    Object example = keys().get(key);
    refuses(key, Map.of("a", Map.of("b", "c")));
    if (!(example instanceof List)) {
      refuses(key, List.of("a", List.of()));
    }
    if (!(example instanceof Map) && !(example instanceof List) && !FREE.contains(key)) {
      refuses(key, "\u0001 no sense");
      if (!key.equals(WHOLE_BUCKET)) {
        refuses(key, "");
      }
    }
    if (example instanceof Number) {
      refuses(key, -1);
      refuses(key, 1_000_000_000_000L);
    }
    if (example instanceof Boolean) {
      refuses(key, "maybe");
    }
    if (example instanceof String text && text.matches("\\d+(ms|s|m|h|d)")) {
      refuses(key, "5 parsecs");
      refuses(key, "-5s");
      refuses(key, 5);
      refuses(key, "400000d");
    }
    if (example instanceof String text && text.matches("\\d+[KMGT]")) {
      refuses(key, "5 parsecs");
      refuses(key, -5);
      refuses(key, 0);
    }
  }

  private void refuses(String key, Object value) {
    assertThatThrownBy(() -> new ConfiguredAgent(folder).set(key, value).config())
        .as("%s: %s", key, value)
        .isInstanceOf(DocumentException.class)
        .message()
        .matches(ONE_SENTENCE)
        .contains(key.substring(key.lastIndexOf('.') + 1))
        .doesNotContain("io.fleetman", "com.fasterxml", "Exception");
  }

  @ParameterizedTest
  @MethodSource("everyKey")
  void aMistypedKeyIsNamedWithTheNearestOne(String key) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    assertThatThrownBy(() -> new ConfiguredAgent(folder).set(key + "x", "1").config())
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("unknown key '" + key + "x'; did you mean '" + last + "'?");
  }

  /** The keys of the example with its values, what is commented out among them. */
  private static SortedMap<String, Object> keys() throws IOException {
    String text =
        Pattern.compile("^( *)#([a-z_]+:)", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("../agent_config.example.yaml")))
            .replaceAll("$1$2");
    SortedMap<String, Object> keys = new TreeMap<>();
    leaves("", new YAMLMapper().readValue(text, Map.class), keys);
    return keys;
  }

  private static void leaves(String path, Object value, SortedMap<String, Object> keys) {
    if (value instanceof Map<?, ?> map && !WHOLE.contains(path)) {
      map.forEach(
          (key, below) -> leaves(path.isEmpty() ? "" + key : path + "." + key, below, keys));
    } else {
      keys.put(path, value);
    }
  }
}
