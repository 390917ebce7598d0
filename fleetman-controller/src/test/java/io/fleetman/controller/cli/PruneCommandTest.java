package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneCommandTest {
  @TempDir Path folder;
  TestCli cli;

  @BeforeEach
  void fourVersions() {
    cli = TestCli.withFleet(folder);
    cli.run("new", "hello", "--example");
    for (int i = 1; i <= 4; i++) {
      cli.write("hello/conf/number", "" + i);
      TestCli.Run run = cli.run("deploy", "hello", "--version", "" + i, "--yes", "--no-wait");
      assertThat(run.code()).as(run.err()).isZero();
      cli.clock.advance(Duration.ofHours(1));
    }
  }

  private boolean isThere(int version) {
    String mark = cli.store.text("cells/node-1/hello/versions/" + version + "/manifest.json");
    return mark != null && mark.contains("\"snapshot\"");
  }

  @Test
  void withoutANumberNothingGoes() {
    TestCli.Run run = cli.run("prune", "--yes");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("add --keep-versions or --keep-histories");
  }

  @Test
  void theDoctorSaysWhatCannotBeReadAlsoWhereAPolicyAsksWhatIsOld() {
    cli.run("prune", "--keep-versions", "9", "--remember", "--yes");
    cli.store.plant("cells/node-1/hello/trigger.json", "{");

    TestCli.Run run = cli.run("doctor");

    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).contains("error cells/node-1/hello/trigger.json");
  }

  @Test
  void aDryRunSaysWhatWouldGoAndLeavesIt() {
    TestCli.Run run = cli.run("prune", "--keep-versions", "2", "--dry-run");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("node-1/hello: 2 versions [2, 1]");
    assertThat(isThere(1)).isTrue();
  }

  @Test
  void itAsksFirst() {
    assertThat(cli.run("prune", "--keep-versions", "2").code()).isEqualTo(2);
    assertThat(isThere(1)).isTrue();
  }

  @Test
  void oldVersionsGoAndTheNumberIsRemembered() {
    JsonNode done =
        cli.run("prune", "--keep-versions", "2", "--remember", "--yes", "-o", "json").json();

    assertThat(done.get("done")).hasSize(2);
    assertThat(isThere(1) || isThere(2)).isFalse();
    assertThat(isThere(3) && isThere(4)).isTrue();
    assertThat(cli.run("prune", "--yes").out()).contains("nothing is old enough to go");
    assertThat(cli.run("activity").out()).contains("prune");
  }

  @Test
  void theDoctorHoldsTheFleetToWhatIsRemembered() {
    assertThat(cli.run("doctor").out()).doesNotContain("more than the fleet is to keep");
    cli.run("prune", "--keep-versions", "3", "--remember", "--yes");
    assertThat(isThere(1)).isFalse();
    cli.write("hello/conf/number", "5");
    cli.run("deploy", "hello", "--version", "5", "--yes", "--no-wait");

    assertThat(cli.run("doctor").out())
        .contains("cell node-1/hello has 1 version and 0 histories more than the fleet is to keep")
        .contains("fleetman prune");
    assertThat(cli.run("doctor", "--repair", "--yes").out())
        .contains("done: version 2 of node-1/hello is deleted");
    assertThat(isThere(2)).isFalse();
    assertThat(isThere(3)).isTrue();
  }
}
