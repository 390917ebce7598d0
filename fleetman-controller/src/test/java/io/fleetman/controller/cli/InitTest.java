package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.codec.StrictYaml;
import io.fleetman.controller.config.ControllerConfig;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest {
  @TempDir Path folder;
  TestCli cli;

  @BeforeEach
  void fresh() {
    cli = new TestCli(folder);
  }

  @Test
  void writesAConfigurationThatOnlyItsOwnerReadsAndTheFleetsDocument() throws IOException {
    TestCli.Run run =
        cli.run(
            "init",
            "--endpoint",
            "http://store.example:9000",
            "--s3-bucket",
            "fleet",
            "--prefix",
            "prod",
            "--access-key",
            "AK",
            "--secret-key",
            "yes: \"no\"");

    Path file = folder.resolve("home/.config/fleetman/config.yaml");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("atomic swap").contains("safe for any number of controllers");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    ControllerConfig config =
        StrictYaml.read("config.yaml", Files.readString(file), ControllerConfig.class);
    assertThat(config.buckets().values())
        .singleElement()
        .satisfies(
            bucket -> {
              assertThat(bucket.storage().secretKey()).isEqualTo("yes: \"no\"");
              assertThat(bucket.storage()).hasToString("http://store.example:9000/fleet/prod");
            });
    assertThat(cli.store.text("fleet.json")).contains("\"swap-race\" : \"ok\"");
    assertThat(cli.store.keys())
        .hasSize(2)
        .contains("fleet.json")
        .anyMatch(key -> key.startsWith("audit/"));
  }

  @Test
  void aConfigurationThatIsThereStaysUnlessForced() throws IOException {
    Path file = cli.write("mine.yaml", "buckets: {}");

    TestCli.Run refused = cli.run("init", "--s3-bucket", "fleet", "--config", "mine.yaml");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("is there already: --bucket NAME adds another fleet");
    assertThat(file).hasContent("buckets: {}");

    TestCli.Run forced =
        cli.run("init", "--s3-bucket", "fleet", "--config", "mine.yaml", "--force");
    assertThat(forced.code()).isZero();
    assertThat(Files.readString(file)).contains("bucket: fleet");
    try (var left = Files.list(folder)) {
      assertThat(left.map(p -> p.getFileName().toString())).containsExactly("mine.yaml");
    }
  }

  @Test
  void aSecondBucketIsAddedAndTheFirstIsKeptWithItsComments() throws IOException {
    String text =
        """
        # ours
        buckets:
            # the real one
            prod:
                bucket: fleet   # do not touch

        # where we look
        web: {port: 8081}
        """;
    Path file = cli.write("mine.yaml", text);

    TestCli.Run run =
        cli.run("init", "--config", "mine.yaml", "--bucket", "test", "--s3-bucket", "other");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("default_bucket is prod").contains("--bucket test");
    assertThat(file)
        .hasContent(
            """
            # ours
            buckets:
                # the real one
                prod:
                    bucket: fleet   # do not touch
                test:
                  region: us-east-1
                  bucket: other

            # where we look
            web: {port: 8081}
            default_bucket: prod
            """);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(cli.run("status", "--config", "mine.yaml", "--bucket", "test").code()).isZero();
    assertThat(cli.run("status", "--config", "mine.yaml").code()).isZero();
    TestCli.Run again =
        cli.run("init", "--config", "mine.yaml", "--bucket", "test", "--s3-bucket", "other");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("has a bucket 'test' already");
  }

  @Test
  void aConfigurationWithNoPlaceForASecondBucketIsLeftAlone() {
    for (String text :
        new String[] {
          "buckets: {prod: {bucket: fleet}}\n",
          "{buckets: {prod: {bucket: fleet}}, default_bucket: prod}\n",
          "\"buckets\":\n  prod: {bucket: fleet}\nweb: {port: 8081}\n"
        }) {
      Path file = cli.write("mine.yaml", text);

      TestCli.Run run =
          cli.run("init", "--config", "mine.yaml", "--bucket", "test", "--s3-bucket", "other");

      assertThat(run.code()).as(text).isEqualTo(2);
      assertThat(run.err()).contains("add 'test' by hand");
      assertThat(file).hasContent(text);
      assertThat(cli.store.keys()).as("nothing was made in the bucket").isEmpty();
    }
  }

  @Test
  void aSecondBucketGoesIntoAFileWithWindowsLineEndsAndItsDefault() throws IOException {
    Path file =
        cli.write("mine.yaml", "default_bucket: a\r\nbuckets:\r\n  a:\r\n    bucket: fleet\r\n");

    TestCli.Run run =
        cli.run("init", "--config", "mine.yaml", "--bucket", "b", "--s3-bucket", "other");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("default_bucket");
    assertThat(Files.readString(file))
        .startsWith("default_bucket: a\r\nbuckets:\r\n  a:\r\n    bucket: fleet\r\n  b:\r\n");
  }

  @Test
  void asksForWhatWasNotGiven() throws IOException {
    TestCli.Run run =
        cli.answering("http://store.example:9000", "", "fleet", "prod", "AK", "SK").run("init");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(folder.resolve("home/.config/fleetman/config.yaml")))
        .contains("prefix: prod", "access_key: AK", "secret_key: SK");
  }

  @Test
  void withoutATerminalItNamesTheMissingOption() {
    TestCli.Run run = cli.run("init");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--s3-bucket is missing");
  }

  @Test
  void aStoreThatIgnoresConditionsIsRefusedUnlessTheOperatorWritesAlone() {
    cli.opening(_ -> ignoringStaleSwaps(cli.store));

    TestCli.Run refused = cli.run("init", "--s3-bucket", "fleet");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.out()).containsPattern("refusal of a stale swap +FAILED");
    assertThat(refused.err())
        .contains("lacks", "refusal of a stale swap", "say --single-writer")
        .doesNotContain("Exception");
    assertThat(folder.resolve("home/.config")).doesNotExist();
    assertThat(cli.store.keys()).isEmpty();

    TestCli.Run alone = cli.run("init", "--s3-bucket", "fleet", "--single-writer");
    assertThat(alone.code()).as(alone.err()).isZero();
    assertThat(folder.resolve("home/.config/fleetman/config.yaml"))
        .content()
        .contains("single_writer: true");
  }

  @Test
  void whoDoesNotWriteAloneIsKeptFromSuchAStoreLater() {
    cli.opening(_ -> ignoringStaleSwaps(cli.store));
    assertThat(cli.run("init", "--s3-bucket", "fleet", "--single-writer").code()).isZero();
    cli.write("controller_config.yaml", "buckets: {main: {bucket: fleet}}");
    cli.write("small.yaml", "kind: resourceProfile\nname: small\nlimits: {memory: 64M}\n");

    TestCli.Run run = cli.run("apply", "-f", "small.yaml");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("set single_writer: true");
    assertThat(cli.store.keys())
        .hasSize(2)
        .contains("fleet.json")
        .anyMatch(key -> key.startsWith("audit/"));
  }

  @Test
  void aStoreThatDoesNotAnswerIsExitCode3() {
    cli.opening(
        _ -> {
          throw new StoreException.Unavailable("http://store.example does not answer", false, null);
        });

    TestCli.Run run = cli.run("init", "--s3-bucket", "fleet");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("error: http://store.example does not answer\n");
  }

  @Test
  void aDryRunWritesNothing() {
    TestCli.Run run = cli.run("init", "--s3-bucket", "fleet", "--dry-run", "-o", "json");

    assertThat(run.code()).isZero();
    assertThat(run.json().get("dryRun").asBoolean()).isTrue();
    assertThat(run.json().get("probe").get("create-only").asText()).isEqualTo("ok");
    assertThat(cli.store.keys()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  // A store whose If-Match is only for show, as some are.
  private static ObjectStore ignoringStaleSwaps(ObjectStore real) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            InitTest.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, args) -> {
              try {
                Object result = method.invoke(real, args);
                if (result instanceof PutResult.Refused
                    && args[2] instanceof Precondition.Matches) {
                  args[2] = Precondition.NONE;
                  result = method.invoke(real, args);
                }
                return result;
              } catch (java.lang.reflect.InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
