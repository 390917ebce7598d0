package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.FaultyObjectStore.Fault;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivityCommandTest {
  @TempDir Path folder;
  TestCli cli;

  @BeforeEach
  void aService() {
    cli = TestCli.withFleet(folder);
    cli.clock.advance(Duration.ofSeconds(2));
    cli.run("new", "hello", "--example");
  }

  @Test
  void everyCommandThatChangesTheFleetIsListedNewestFirst() {
    cli.run("apply", "-f", "hello/fleetman.yaml", "-m", "a first try");
    cli.clock.advance(Duration.ofSeconds(2));
    cli.run("upload", "hello", "1", "hello");
    cli.clock.advance(Duration.ofSeconds(2));
    cli.run("status");
    cli.run("apply", "-f", "hello/fleetman.yaml");
    cli.run("seal", "hello", "1", "--dry-run");

    JsonNode all = cli.run("activity", "-o", "json").json().get("activity");

    assertThat(all).hasSize(3);
    assertThat(all.get(0).get("operation").asText()).isEqualTo("upload");
    assertThat(all.get(0).get("author").get("by").asText()).isEqualTo("ada@workshop");
    assertThat(all.get(1).get("operation").asText()).isEqualTo("apply");
    assertThat(all.get(1).get("author").get("reason").asText()).isEqualTo("a first try");
    assertThat(all.get(2).get("operation").asText()).isEqualTo("init");
    assertThat(cli.run("activity", "--object", "hello 1").out())
        .contains("upload  deployment hello 1 created")
        .doesNotContain("apply");
  }

  @Test
  void aCommandThatFollowsIsRecordedBeforeItWaits() {
    TestCli.Run run = cli.run("deploy", "hello", "--version", "1", "--yes", "--timeout", "5s");

    assertThat(run.code()).isEqualTo(5);
    JsonNode all = cli.run("activity", "-o", "json").json().get("activity");
    assertThat(all).as("it, and init").hasSize(2);
    assertThat(all.get(0).get("operation").asText()).isEqualTo("deploy");
    assertThat(all.get(0).get("failure")).isNull();
    assertThat(cli.run("activity").out()).contains("cell node-1/hello created");
  }

  @Test
  void aChangeThatCannotBeRecordedIsMadeAllTheSameAndSaysSo() {
    FaultyObjectStore faulty =
        new FaultyObjectStore(cli.store).always(r -> r.key().startsWith("audit/"), Fault.DENIED);
    cli.opening(_ -> faulty);

    TestCli.Run run = cli.run("apply", "-f", "hello/fleetman.yaml");

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("note: done, but not recorded among the activity: ")
        .contains("403");
    assertThat(cli.store.text("manifests/hello.json")).isNotNull();
  }

  @Test
  void oldRecordsArePrunedAfterAsking() {
    cli.run("apply", "-f", "hello/fleetman.yaml");
    cli.clock.advance(Duration.ofDays(400));

    assertThat(cli.run("activity", "prune", "--older-than", "365d").code()).isEqualTo(2);
    TestCli.Run dry = cli.run("activity", "prune", "--older-than", "365d", "--dry-run");
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.out()).contains("2 records would be deleted");
    TestCli.Run run = cli.run("activity", "prune", "--older-than", "365d", "--yes");

    assertThat(run.out()).contains("2 records deleted");
    assertThat(cli.run("activity").out()).contains("activity prune").doesNotContain("apply");
  }
}
