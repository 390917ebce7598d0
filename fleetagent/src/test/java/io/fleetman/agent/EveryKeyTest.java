package io.fleetman.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.agent.config.ConfigSource;
import io.fleetman.agent.config.Machine;
import io.fleetman.codec.DocumentException;
import io.fleetman.codec.ExampleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
            .filter(Objects::nonNull)
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
    Object example = Objects.requireNonNull(keys().get(key));
    for (Object value : ExampleFile.nonsense(example)) {
      if (!FREE.contains(key) || !(value instanceof String)) {
        refuses(key, value);
      }
    }
    if (!WHOLE.contains(key) && !(example instanceof List) && !key.equals(WHOLE_BUCKET)) {
      refuses(key, "");
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

  private static SortedMap<String, Object> keys() throws IOException {
    return ExampleFile.keys(Path.of("../agent_config.example.yaml"), WHOLE);
  }

  static Stream<Arguments> everyVariable() {
    return Stream.of(
        Arguments.of("FLEETAGENT_NODE_ID", "Not A Name"),
        Arguments.of("FLEETAGENT_LABELS", "region"),
        Arguments.of("FLEETAGENT_STATE_FOLDER", "here"),
        Arguments.of("FLEETAGENT_POLL_INTERVAL", "5"),
        Arguments.of("FLEETAGENT_SCAN_INTERVAL", "5 parsecs"),
        Arguments.of("FLEETAGENT_HEARTBEAT_INTERVAL", "-5s"),
        Arguments.of("FLEETAGENT_ENDPOINT", "nowhere at all"),
        Arguments.of("FLEETAGENT_REGION", "the moon"),
        Arguments.of("FLEETAGENT_BUCKET", "a/b"),
        Arguments.of("FLEETAGENT_PREFIX", "../x"),
        Arguments.of("FLEETAGENT_PATH_STYLE", "maybe"),
        Arguments.of("FLEETAGENT_REQUEST_TIMEOUT", "10"),
        Arguments.of("FLEETAGENT_RETRIES", "many"),
        Arguments.of("FLEETAGENT_RETRIES", "-1"));
  }

  @ParameterizedTest
  @MethodSource("everyVariable")
  void aVariablesValueThatIsNoneIsAnErrorThatNamesItOrItsKey(String variable, String value)
      throws IOException {
    Path file = Files.writeString(folder.resolve("agent.yaml"), "storage: {bucket: fleet}");
    ConfigSource source =
        new ConfigSource(Map.of(variable, value), new Machine(true, folder, "this-machine"));
    String key = variable.substring("FLEETAGENT_".length());
    assertThatThrownBy(() -> source.load(file))
        .isInstanceOf(DocumentException.class)
        .message()
        .matches(ONE_SENTENCE)
        .containsPattern(key + "|" + key.toLowerCase(Locale.ROOT))
        .doesNotContain("Exception", "Illegal");
  }
}
