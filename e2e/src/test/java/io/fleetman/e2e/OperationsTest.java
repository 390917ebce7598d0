package io.fleetman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.node.HostProcess;
import io.fleetman.e2e.node.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does beside deploying, with the real program on the embedded store. */
class OperationsTest {
  @Test
  void usersTokensStagingDeploymentsManifestsAndTheRecordOfItAll(@TempDir Path folder)
      throws IOException {
    try (Fleet fleet = Fleet.init(folder)) {
      Path password = Files.writeString(folder.resolve("password"), "correct horse battery\n");
      addAda(fleet, password).orThrow();
      assertThat(addAda(fleet, password).exit()).isEqualTo(4);
      String token = fleet.cli("token", "create", "ci", "--owner", "ada").orThrow();
      assertThat(token).matches("flm_[0-9a-f]{12}_[0-9a-f]{64}");
      fleet.cli("token", "revoke", token.substring(4, 16), "--yes").orThrow();

      Path things = Files.createDirectories(folder.resolve("things"));
      Files.writeString(things.resolve("motd"), "hello");
      fleet.cli("staging", "put", things.toString()).orThrow();
      Path web = Files.writeString(folder.resolve("web.yaml"), "{manifest: web, profile: deploy}");
      fleet.cli("apply", "-f", web.toString(), "-m", "a first try").orThrow();
      fleet.cli("upload", "web", "1", "motd", "--from-staging").orThrow();
      fleet.cli("seal", "web", "1").orThrow();
      fleet.cli("deployment", "clone", "web", "1", "2").orThrow();
      fleet.cli("deployment", "recycle", "web", "1").orThrow();
      fleet.cli("deployment", "purge", "--all", "--yes").orThrow();
      Path archive = folder.resolve("web-2.zip");
      fleet.cli("deployment", "download", "web", "2", "--to", archive.toString()).orThrow();
      assertThat(archive).isNotEmptyFile();
      RunResult used = fleet.cli("manifest", "duplicate", "web", "beta");
      assertThat(used.exit()).as(used.err()).isZero();

      String activity = fleet.cli("activity", "--by", System.getProperty("user.name")).orThrow();
      assertThat(activity)
          .containsSubsequence(
              "manifest duplicate",
              "deployment purge",
              "deployment recycle",
              "deployment clone",
              "seal",
              "upload",
              "apply",
              "a first try",
              "staging put",
              "token revoke",
              "token create",
              "user add");
      assertThat(fleet.cli("activity", "--object", "web 2", "-o", "json").orThrow())
          .contains("\"operation\" : \"deployment clone\"")
          .doesNotContain("manifest duplicate");
    }
  }

  private static RunResult addAda(Fleet fleet, Path password) {
    return HostProcess.run(
        Duration.ofMinutes(6), password, fleet.command(Map.of(), "user", "add", "ada"));
  }
}
