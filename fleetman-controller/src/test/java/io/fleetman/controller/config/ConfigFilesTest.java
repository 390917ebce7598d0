package io.fleetman.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
  @TempDir Path folder;

  @Test
  void theFirstThatIsThereCounts() throws IOException {
    Path user = write("home/.config/fleetman/config.yaml", one("user"));
    assertThat(bucket(Map.of())).isEqualTo("user");

    Path local = write("controller_config.yaml", one("local"));
    assertThat(bucket(Map.of())).isEqualTo("local");

    write("elsewhere.yaml", one("variable"));
    assertThat(bucket(Map.of("FLEETMAN_CONFIG", "elsewhere.yaml"))).isEqualTo("variable");

    ConfigFiles files = files(Map.of("FLEETMAN_CONFIG", "elsewhere.yaml"));
    assertThat(files.load(local).file()).isEqualTo(local);
    assertThat(files.load(user).file()).isEqualTo(user);
  }

  @Test
  void withoutAnyTheSearchedPlacesAndTheWayOutAreNamed() {
    assertThatThrownBy(() -> files(Map.of()).load(null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--config, FLEETMAN_CONFIG, " + folder)
        .hasMessageContaining("home/.config/fleetman/config.yaml")
        .hasMessageContaining("fleetman init")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFileThatWasNamedAndIsMissingIsAnError() {
    assertThatThrownBy(() -> files(Map.of("FLEETMAN_CONFIG", "gone.yaml")).load(null))
        .hasMessageContaining("gone.yaml does not exist (named by FLEETMAN_CONFIG)");
  }

  @Test
  void aWrongKeyIsNamedWithItsLineAndTheNearestKnownOne() throws IOException {
    write(
        "controller_config.yaml",
        """
        buckets:
          main:
            bucket: fleet
            acces_key: AK
        """);

    assertThatThrownBy(() -> files(Map.of()).load(null))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("controller_config.yaml:4")
        .hasMessageContaining("unknown key 'buckets.main.acces_key'")
        .hasMessageContaining("did you mean 'access_key'?");
  }

  @Test
  void theEnvironmentOverridesSingleValues() throws IOException {
    write("controller_config.yaml", one("fleet"));

    Connection connection =
        connect(
            Map.of(
                "FLEETMAN_ENDPOINT", "http://other:9000",
                "FLEETMAN_PREFIX", "test",
                "FLEETMAN_ACCESS_KEY", "AK",
                "FLEETMAN_SECRET_KEY", "SK",
                "FLEETMAN_REQUEST_TIMEOUT", "250ms"),
            null);

    assertThat(connection.storage().toString()).isEqualTo("http://other:9000/fleet/test");
    assertThat(connection.storage().secretKey()).isEqualTo("SK");
    assertThat(connection.storage().requestTimeout()).hasMillis(250);
  }

  @Test
  void theEnvironmentAloneIsEnough() {
    Connection connection = connect(Map.of("FLEETMAN_BUCKET", "fleet"), null);

    assertThat(connection.name()).isEqualTo("environment");
    assertThat(connection.storage().bucket()).isEqualTo("fleet");
  }

  @Test
  void aVariableThatCannotBeUnderstoodIsNamedWithoutItsValue() throws IOException {
    write("controller_config.yaml", one("fleet"));

    assertThatThrownBy(() -> connect(Map.of("FLEETMAN_PATH_STYLE", "s3cr3t"), null))
        .hasMessageContaining("FLEETMAN_PATH_STYLE")
        .hasMessageContaining("write true or false")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void ofSeveralBucketsOneMustBeChosen() throws IOException {
    write("controller_config.yaml", "buckets: {a: {bucket: one}, b: {bucket: two}}");

    assertThatThrownBy(() -> connect(Map.of(), null))
        .hasMessageContaining("has several buckets (a, b): choose one with --bucket");
    assertThatThrownBy(() -> connect(Map.of(), "c"))
        .hasMessageContaining("has no bucket 'c'; known: a, b");
    assertThat(connect(Map.of(), "b").storage().bucket()).isEqualTo("two");
  }

  @Test
  void theDefaultBucketNeedsNoChoice() throws IOException {
    write(
        "controller_config.yaml",
        "{buckets: {a: {bucket: one}, b: {bucket: two, single_writer: true}}, default_bucket: b}");

    assertThat(connect(Map.of(), null).storage().bucket()).isEqualTo("two");
    assertThat(connect(Map.of(), null).singleWriter()).isTrue();
  }

  @Test
  void anIncompleteBucketIsNamed() throws IOException {
    write("controller_config.yaml", "buckets: {main: {bucket: fleet, access_key: AK}}");

    assertThatThrownBy(() -> connect(Map.of(), null))
        .hasMessageContaining("buckets.main: access_key and secret_key belong together");
  }

  @Test
  void theExampleConfigurationIsValid() throws IOException {
    Path example = Path.of("..", "controller_config.example.yaml").toAbsolutePath().normalize();

    ConfigFiles files = files(Map.of());
    ConfigFiles.Loaded loaded = files.load(example);

    assertThat(loaded.config().buckets()).isNotEmpty();
    assertThat(loaded.config().buckets().keySet())
        .allSatisfy(name -> assertThat(files.connection(loaded, name).storage()).isNotNull());
  }

  @Test
  void keysAreNotPartOfWhatIsPrinted() {
    assertThat(
            new BucketSettings(null, null, "fleet", null, null, "AK", "SECRET", null, null, false)
                .toString())
        .doesNotContain("SECRET", "AK");
  }

  private static String one(String bucket) {
    return "buckets: {main: {bucket: " + bucket + "}}";
  }

  private String bucket(Map<String, String> environment) {
    return connect(environment, null).storage().bucket();
  }

  private Connection connect(Map<String, String> environment, @Nullable String bucket) {
    ConfigFiles files = files(environment);
    return files.connection(files.load(null), bucket);
  }

  private ConfigFiles files(Map<String, String> environment) {
    return new ConfigFiles(environment, folder, folder.resolve("home"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
