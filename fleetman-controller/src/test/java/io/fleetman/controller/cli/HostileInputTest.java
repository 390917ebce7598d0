package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Broken input is said in one sentence that names it, with exit code 2, as a document if wanted.
 */
class HostileInputTest {
  @TempDir Path folder;
  TestCli cli;

  @BeforeEach
  void aFleet() {
    cli = TestCli.withFleet(folder);
  }

  static Stream<String> brokenConfigurations() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9) + "x"));
    }
    return Stream.of(
        "",
        "\n",
        "---\n",
        "null\n",
        "[]\n",
        "just a text\n",
        "buckets:\n\tmain:\n\t\tbucket: fleet\n",
        "buckets: {main: {bucket: fleet}}\nbuckets: {main: {bucket: other}}\n",
        "buckets: {main: {bucket: fleet, bucket: other}}\n",
        "buckets: {main: }\n",
        "buckets: {main: {bucket: [fleet]}}\n",
        "buckets: {main: {bucket: fleet, retries: many}}\n",
        "buckets: {main: {bucket: fleet, retries: -1}}\n",
        "buckets: {main: {bucket: fleet, request_timeout: 99999999999h}}\n",
        "buckets: {main: {bucket: fleet, request_timeout: 0s}}\n",
        "buckets: {main: {bucket: fleet, endpoint: not a url}}\n",
        "buckets: {main: {bucket: fleet, endpoint: 'ftp://x'}}\n",
        "buckets: {main: {bucket: fleet, access_key: only}}\n",
        "buckets: {main: {bucket: fleet}}\ndefault_bucket: other\n",
        "buckets: {main: {bucket: fleet}}\nweb: {port: 99999}\n",
        "buckets: {main: {bucket: fleet}}\nweb: {port: 8080.5}\n",
        "buckets: {main: {bucket: fleet/a}}\n",
        "buckets: {main: {bucket: fleet, prefix: a/../b}}\n",
        "buckets: {main: {bucket: 'fleet}}\n",
        "buckets: {main: !!javax.script.ScriptEngineManager [x]}\n",
        "buckets: *unknown\n",
        "a: 1\n---\nb: 2\n",
        "\0\0\0\n",
        bomb.toString());
  }

  @ParameterizedTest
  @MethodSource("brokenConfigurations")
  void aBrokenConfigurationIsSaidWithTheFileInASentence(String yaml) {
    cli.write("controller_config.yaml", yaml);

    TestCli.Run run = cli.run("status");

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("error: " + folder.resolve("controller_config.yaml"))
        .doesNotContain("Exception", "jackson", "snakeyaml", "Cannot deserialize", "\tat ");
    assertThat(run.err().lines().count()).as(run.err()).isLessThanOrEqualTo(2);
    assertThat(cli.run("status", "-o", "json").json().get("error").asText()).isNotBlank();
    assertThat(folder.resolve("controller_config.yaml"))
        .as("seen: it was overwritten by an empty one")
        .hasContent(yaml);
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreRead() throws IOException {
    Files.write(
        folder.resolve("controller_config.yaml"),
        "\uFEFFbuckets:\r\n  main:\r\n    bucket: fleet\r\n".getBytes(StandardCharsets.UTF_8));

    assertThat(cli.run("status").err()).isEmpty();
  }

  @Test
  void aConfigurationThatIsNoTextOrNoFileIsSaid() throws IOException {
    Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    Files.createDirectory(folder.resolve("folder.yaml"));

    for (String name : List.of("binary.yaml", "folder.yaml", "missing.yaml")) {
      TestCli.Run run = cli.run("status", "--config", name);
      assertThat(run.code()).as(name).isEqualTo(2);
      assertThat(run.err())
          .as(name)
          .startsWith("error: " + folder.resolve(name))
          .doesNotContain("Exception");
    }
  }

  @Test
  void aHomeThatCannotBeWrittenIsSaidWithTheFile() throws IOException {
    Path home = Files.writeString(folder.resolve("home"), "a file where the folder should be");

    TestCli.Run run = new TestCli(folder).run("init", "--s3-bucket", "fleet");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(home.resolve(".config/fleetman/config.yaml").toString())
        .contains("cannot be written")
        .doesNotContain("Exception");
  }

  @Test
  void anOptionWithoutItsValueIsNamed() {
    for (String option : List.of("--config", "--bucket", "--output", "--every")) {
      TestCli.Run run = cli.run("status", option);
      assertThat(run.code()).as(option).isEqualTo(2);
      assertThat(run.err()).as(option).startsWith("error: ").contains("'" + option);
    }
  }

  @Test
  void aStoreThatIsAwayIsADocumentToo() {
    cli.opening(
        _ -> {
          throw new io.fleetman.store.StoreException.Unavailable("it does not answer", false, null);
        });

    TestCli.Run run = cli.run("status", "-o", "json");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.json().get("ok").asBoolean()).isFalse();
    assertThat(run.json().get("exitCode").asInt()).isEqualTo(3);
    assertThat(run.json().get("error").asText()).isEqualTo("it does not answer");
  }
}
