package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.ServiceFile;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fleetman new} makes. */
class NewCommandTest {
  @TempDir Path folder;

  TestCli cli;

  @BeforeEach
  void aFleet() {
    cli = TestCli.withFleet(folder);
  }

  @Test
  void theScaffoldIsAServiceThatDeploysAsItIs() {
    TestCli.Run made = cli.run("new", "Hello World", "--example", "--node", "node-7");

    assertThat(made.code()).as(made.err()).isZero();
    Definition.Service service = ServiceFile.read(folder.resolve("Hello World"));
    assertThat(service.manifest()).hasToString("hello-world");
    assertThat(service.cells()).singleElement().hasToString(service.cells().getFirst().toString());
    assertThat(service.cells().getFirst().ref()).hasToString("node-7/hello-world");
    assertThat(folder.resolve("Hello World/bin/hello-world")).isExecutable();
    TestCli.Run deployed = cli.run("deploy", "Hello World", "--version", "1", "--yes", "--no-wait");
    assertThat(deployed.code()).as(deployed.err()).isZero();
    assertThat(deployed.out()).contains("+  bin/hello-world").contains("sent");
  }

  @Test
  void theScaffoldExplainsEveryKey() throws java.io.IOException {
    cli.run("new", "hello");

    String text = Files.readString(folder.resolve("hello/fleetman.yaml"));
    List<String> keys =
        Stream.of(
                io.fleetman.document.ManifestSpec.class,
                io.fleetman.document.FileRule.class,
                io.fleetman.document.Limits.class,
                io.fleetman.document.HealthCheck.class,
                io.fleetman.document.Hooks.class,
                io.fleetman.document.Hook.class)
            .flatMap(type -> Stream.of(type.getRecordComponents()))
            .map(RecordComponent::getName)
            .toList();
    assertThat(keys).allSatisfy(key -> assertThat(text).containsPattern("\\b" + key + ":"));
  }

  @Test
  void aScaffoldNeverReplacesAFile() {
    cli.write("hello/fleetman.yaml", "mine");

    TestCli.Run run = cli.run("new", "hello");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("fleetman.yaml is there already");
    assertThat(folder.resolve("hello/fleetman.yaml")).hasContent("mine");
  }
}
