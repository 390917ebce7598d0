package io.fleetman.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.DocumentException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigSourceTest {
  private static final Machine ROOT = new Machine(true, Path.of("/root"), "node-7");
  private static final Machine PLAIN = new Machine(false, Path.of("/home/me"), "node-7");
  private static final String BUCKET = "storage: {bucket: fleet}\n";

  @TempDir Path folder;

  @Test
  void aBucketIsEnoughForRoot() throws IOException {
    AgentConfig config = load(BUCKET, ROOT);

    assertThat(config.node()).hasToString("node-7");
    assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.scanInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.heartbeatInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.stateFolder()).hasToString("/var/lib/fleetagent");
    assertThat(config.deployFolder()).hasToString("/opt/fleetman");
    assertThat(config.systemd().scope()).isEqualTo(AgentConfig.Scope.SYSTEM);
    assertThat(config.systemd().unitFolder()).hasToString("/etc/systemd/system");
    assertThat(config.storage().retries()).isEqualTo(3);
  }

  @Test
  void aPlainUserHasFoldersOfItsOwn() throws IOException {
    AgentConfig config = load(BUCKET, PLAIN);

    assertThat(config.stateFolder()).hasToString("/home/me/.local/state/fleetagent");
    assertThat(config.systemd().serviceFolder()).hasToString("/home/me/.local/share/fleetman");
    assertThat(config.systemd().unitFolder()).hasToString("/home/me/.config/systemd/user");
    assertThat(config.systemd().scope()).isEqualTo(AgentConfig.Scope.USER);
  }

  @Test
  void theEnvironmentOverridesTheFile() throws IOException {
    AgentConfig config =
        load(
                BUCKET + "node_id: a\npoll_interval: 9s\n",
                ROOT,
                Map.of(
                    "FLEETAGENT_NODE_ID", "b",
                    "FLEETAGENT_POLL_INTERVAL", "250ms",
                    "FLEETAGENT_ENDPOINT", "http://127.0.0.1:9000",
                    "FLEETAGENT_ACCESS_KEY", "k",
                    "FLEETAGENT_SECRET_KEY", "s",
                    "FLEETAGENT_LABELS", "region=eu, tier=web"))
            .config();

    assertThat(config.node()).hasToString("b");
    assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.storage().endpoint()).isEqualTo(URI.create("http://127.0.0.1:9000"));
    assertThat(config.labels()).containsEntry("tier", "web").containsEntry("region", "eu");
  }

  @Test
  void theEnvironmentAloneIsEnough() {
    ConfigSource.Loaded loaded =
        new ConfigSource(Map.of("FLEETAGENT_BUCKET", "fleet"), new Machine(true, folder, "n"))
            .load(null);

    assertThat(loaded.from()).isEqualTo("the environment");
    assertThat(loaded.config().storage().bucket()).isEqualTo("fleet");
  }

  @Test
  void withoutAnyConfigurationItSaysWhereToPutOne() {
    assertThatThrownBy(() -> new ConfigSource(Map.of(), new Machine(false, folder, "n")).load(null))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("no configuration found: give --config FILE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "poll_intervall: 5s | :2: unknown key 'poll_intervall'; did you mean 'poll_interval'?",
        "poll_interval: 5 | poll_interval",
        "poll_interval: 1ms | poll_interval must be from 100ms to 1d, such as 5s",
        "jitter: 2 | jitter must be from 0 to 0.5",
        "node_id: Not A Name | node id",
        "systemd: {scope: both} | systemd.scope is 'both': write auto, system or user",
        "systemd: {servicefolder: /x} | did you mean 'service_folder'?",
        "state_folder: here | state_folder 'here' must be absolute",
        "retention: {releases: -1} | retention.releases must be from 0 to 1000",
        "disk_reserve: much | 'much' is not a size"
      })
  void whatIsWrongIsNamed(String line, String message) {
    assertThatThrownBy(() -> load(BUCKET + line + "\n", ROOT))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aSecretThatEverybodyMayReadIsWarnedOf() throws IOException {
    String yaml = "storage: {bucket: b, access_key: a, secret_key: s}\n";

    assertThat(load(yaml, ROOT, Map.of()).warnings()).isEmpty();
    Files.setPosixFilePermissions(
        folder.resolve("config.yaml"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(source(ROOT, Map.of()).load(folder.resolve("config.yaml")).warnings())
        .singleElement()
        .asString()
        .contains("chmod 600");
  }

  @Test
  void aMistypedVariableIsWarnedOf() throws IOException {
    assertThat(load(BUCKET, ROOT, Map.of("FLEETAGENT_BUKCET", "b")).warnings())
        .singleElement()
        .asString()
        .isEqualTo(
            "environment variable FLEETAGENT_BUKCET is not known and is ignored; did you mean"
                + " FLEETAGENT_BUCKET?");
  }

  @Test
  void theExampleIsValidAndItsCommentsAreTheDefaults() throws IOException {
    String example = Files.readString(Path.of("../agent_config.example.yaml"));
    String uncommented =
        Pattern.compile("^( *)#([a-z_]+:)", Pattern.MULTILINE)
            .matcher(example)
            .replaceAll("$1$2")
            .replace("node_id: node-1", "node_id: node-7")
            .replace("labels: {region: eu, tier: web}", "labels: {}")
            .replace("prefix: fleets/one", "prefix: \"\"")
            .replaceAll("(systemctl_path|supervisorctl_path|config_path): .*", "$1: null");

    AgentConfig bare = load(example, ROOT);
    AgentConfig full = load(uncommented, ROOT);

    assertThat(full.storage().usePathStyle()).isEqualTo(bare.storage().usePathStyle());
    assertThat(full).usingRecursiveComparison().ignoringFields("storage.pathStyle").isEqualTo(bare);
  }

  private AgentConfig load(String yaml, Machine machine) throws IOException {
    return load(yaml, machine, Map.of()).config();
  }

  private ConfigSource.Loaded load(String yaml, Machine machine, Map<String, String> environment)
      throws IOException {
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, yaml);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return source(machine, environment).load(file);
  }

  private static ConfigSource source(Machine machine, Map<String, String> environment) {
    return new ConfigSource(environment, machine);
  }
}
