package io.fleetman.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.ExampleFile;
import io.fleetman.codec.StrictYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of the example has an effect that a test shows, and takes no value that is none. */
class EveryKeyTest {
  private static final String SETTINGS = "config.SettingsTest";
  private static final String WEB = "cli.WebSettingsTest";
  private static final String JOBS = "web.RoundsTest";

  // Which test shows that a setting does what the example says of it.
  private static final Map<String, String> EFFECTS =
      Map.ofEntries(
          effect("buckets.main.endpoint", SETTINGS, "endpointRegionBucketPrefixAndAccessKeyAre"),
          effect("buckets.main.region", SETTINGS, "endpointRegionBucketPrefixAndAccessKeyAre"),
          effect("buckets.main.bucket", SETTINGS, "endpointRegionBucketPrefixAndAccessKeyAre"),
          effect("buckets.main.prefix", SETTINGS, "endpointRegionBucketPrefixAndAccessKeyAre"),
          effect("buckets.main.access_key", SETTINGS, "endpointRegionBucketPrefixAndAccessKeyAre"),
          effect("buckets.main.secret_key", SETTINGS, "theSecretKeyIsWhatTheStoreChecks"),
          effect("buckets.main.path_style", SETTINGS, "withoutPathStyleTheBucketIsPartOfTheHost"),
          effect("buckets.main.request_timeout", SETTINGS, "aRequestIsGivenUpAfter"),
          effect("buckets.main.retries", SETTINGS, "aRequestIsTriedAgainAsOften"),
          effect("buckets.main.single_writer", "cli.InitTest", "whoDoesNotWriteAloneIsKept"),
          effect("default_bucket", "config.ConfigFilesTest", "theDefaultBucketNeedsNoChoice"),
          effect("web.bind", WEB, "theControllerListensWhereTheConfigurationSays"),
          effect("web.port", WEB, "theControllerListensWhereTheConfigurationSays"),
          effect("web.session_secret", WEB, "onlyWithASessionSecretCanOthersBeLetIn"),
          effect("jobs.prune", JOBS, "nothingIsDeletedWhereItIsSwitchedOff"),
          effect("jobs.keep", JOBS, "theNewestStayAndWhatIsOpen"),
          effect("jobs.keep_for", JOBS, "whatEndedLongAgoIsDeletedAndRecorded"));

  // Any line of text may be one; and an empty prefix is the whole bucket.
  private static final Set<String> FREE =
      Set.of("buckets.main.access_key", "buckets.main.secret_key");
  private static final Set<String> MAY_BE_EMPTY = Set.of("buckets.main.prefix");

  private static final Pattern ONE_SENTENCE = Pattern.compile("[^\\n]{10,400}");

  @TempDir Path folder;

  private static Map.Entry<String, String> effect(String key, String test, String method) {
    return Map.entry(key, test + "#" + method);
  }

  @Test
  void theEffectOfEveryKeyIsTested() throws Exception {
    assertThat(new TreeMap<>(EFFECTS).keySet()).isEqualTo(keys().keySet());
    for (String test : EFFECTS.values()) {
      String[] of = test.split("#", -1);
      assertThat(Class.forName("io.fleetman.controller." + of[0]).getDeclaredMethods())
          .as("%s", test)
          .anyMatch(m -> m.getName().startsWith(of[1]) && m.isAnnotationPresent(Test.class));
    }
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
    if (!MAY_BE_EMPTY.contains(key)) {
      refuses(key, "");
    }
  }

  @ParameterizedTest
  @MethodSource("everyKey")
  void aMistypedKeyIsNamedWithTheNearestOne(String key) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    assertThatThrownBy(() -> load(Map.of(), key + "x", "1"))
        .hasMessageContaining("unknown key '" + key + "x'; did you mean '" + last + "'?");
  }

  @ParameterizedTest
  @CsvSource({
    "FLEETMAN_ENDPOINT, nowhere at all",
    "FLEETMAN_REGION, the moon",
    "FLEETMAN_BUCKET, a/b",
    "FLEETMAN_PREFIX, ../x",
    "FLEETMAN_PATH_STYLE, maybe",
    "FLEETMAN_REQUEST_TIMEOUT, 10",
    "FLEETMAN_RETRIES, many",
    "FLEETMAN_RETRIES, -1",
    "FLEETMAN_ACCESS_KEY, alone"
  })
  void aVariablesValueThatIsNoneIsAnErrorThatNamesItOrItsKey(String variable, String value) {
    String key = variable.substring("FLEETMAN_".length());
    assertThatThrownBy(() -> load(Map.of(variable, value), "web.port", 8080))
        .message()
        .matches(ONE_SENTENCE)
        .containsPattern(key + "|" + key.toLowerCase(Locale.ROOT))
        .doesNotContain("Exception", "Illegal");
  }

  private void refuses(String key, Object value) {
    assertThatThrownBy(() -> load(Map.of(), key, value))
        .as("%s: %s", key, value)
        .message()
        .matches(ONE_SENTENCE)
        .contains(key.substring(key.lastIndexOf('.') + 1))
        .doesNotContain("io.fleetman", "com.fasterxml", "Exception");
  }

  private void load(Map<String, String> environment, String key, Object value) throws IOException {
    Map<String, Object> main = new TreeMap<>(Map.of("bucket", "fleet"));
    Map<String, Object> all = new TreeMap<>(Map.of("buckets", Map.of("main", main)));
    String[] steps = key.split("\\.", -1);
    String last = steps[steps.length - 1];
    switch (steps.length) {
      case 1 -> all.put(last, value);
      case 2 -> all.put(steps[0], new TreeMap<>(Map.of(last, value)));
      default -> main.put(last, value);
    }
    if (key.endsWith("_key")) {
      main.putIfAbsent("access_key", "a");
      main.putIfAbsent("secret_key", "s");
    }
    Files.writeString(folder.resolve(ConfigFiles.LOCAL_NAME), StrictYaml.write(all));
    ConfigFiles files = new ConfigFiles(environment, folder, folder);
    files.connection(files.load(null), null);
  }

  /** The keys of the example; those of the bucket that has them all. */
  private static SortedMap<String, Object> keys() throws IOException {
    SortedMap<String, Object> keys =
        ExampleFile.keys(Path.of("../controller_config.example.yaml"), Set.of());
    return keys.entrySet().stream()
        .filter(e -> !e.getKey().startsWith("buckets.test."))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, TreeMap<String, Object>::new));
  }
}
