package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.Json;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.NodeReport;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose lines {@code fleetman logs} shows. */
class LogsCommandTest {
  private static final CellRef HELLO = CellRef.parse("node-1/hello");
  private static final Version ONE = new Version("1");
  private static final Version TWO = new Version("2");

  @TempDir Path folder;
  private TestCli cli;

  @BeforeEach
  void aCell() {
    cli = TestCli.withFleet(folder);
    cli.run("new", "hello", "--example");
    cli.run("deploy", "hello", "--version", "1", "--yes", "--no-wait");
  }

  @Test
  void ofWhatRunsTheLinesAlone() {
    says(CellState.RUNNING, ONE, ONE);
    reports(ONE, "hello");
    assertThat(cli.run("logs", "hello").out()).isEqualTo("hello\n");
  }

  @Test
  void afterARollbackItIsSaidWhichVersionTheLinesAreOf() {
    says(CellState.ROLLED_BACK, TWO, ONE, "boom");
    reports(ONE, "hello again");

    assertThat(cli.run("logs", "hello").out())
        .isEqualTo(
            """
            == node-1/hello 2, which does not run
            boom
            == node-1/hello 1, which runs
            hello again
            """);
    JsonNode logs = cli.run("logs", "hello", "-o", "json").json().get("logs");
    assertThat(logs).hasSize(2);
    assertThat(logs.get(0).get("version").asText()).isEqualTo("2");
    assertThat(logs.get(0).get("running").asBoolean()).isFalse();
    assertThat(logs.get(1).get("lines").get(0).asText()).isEqualTo("hello again");
  }

  @Test
  void whatANodeSaysIsNotObeyedByTheTerminal() {
    String hostile = "\u001b]0;owned\u0007\u001b[2J\u009b1;1Hall is well\r\u202e\u007f";
    says(CellState.ROLLED_BACK, TWO, ONE, hostile);
    reports(ONE, hostile);

    for (String[] command :
        new String[][] {
          {"logs", "hello"}, {"status"}, {"agents"}, {"history", "hello"}, {"logs", "-o", "json"}
        }) {
      TestCli.Run run = cli.run(command);
      assertThat((run.out() + run.err()).chars())
          .as(String.join(" ", command))
          .noneMatch(c -> (Character.isISOControl(c) && c != '\n' && c != '\t') || c == 0x202e);
    }
    assertThat(cli.run("logs", "hello").out()).contains("\\x1b]0;owned\\x07");
    JsonNode logs = cli.run("logs", "hello", "-o", "json").json().get("logs");
    assertThat(logs.get(0).get("lines").get(0).asText()).isEqualTo(hostile);
  }

  @Test
  void whatANodeCallsASentenceIsNoLineOfOurs() {
    cli.store.plant(
        Keys.heartbeat(HELLO.node()),
        "{\"node\": \"node-1\", \"problem\": \"odd\\nnode-2/web  RUNNING\"}");

    for (String command : new String[] {"status", "agents"}) {
      assertThat(cli.run(command).out()).contains("odd node-2/web  RUNNING");
    }
  }

  @Test
  void aNodeThatToldNoLinesIsNamed() {
    TestCli.Run run = cli.run("logs", "hello");
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("node-1/hello: its node reported no log lines");
  }

  private void says(CellState state, Version tried, @Nullable Version running, String... log) {
    Instant now = cli.clock.instant();
    CellStatus status =
        new CellStatus(
            HELLO.node(),
            HELLO.cell(),
            "uid",
            new ManifestId("hello"),
            Profile.SYSTEMD,
            1,
            "t",
            "d",
            null,
            state,
            tried,
            running,
            null,
            List.of(log),
            now,
            now);
    cli.store.plant(Keys.status(HELLO), Json.write(status));
  }

  private void reports(Version running, String... log) {
    CellReport cell =
        new CellReport(
            HELLO.cell(),
            new ManifestId("hello"),
            Profile.SYSTEMD,
            CellState.RUNNING,
            running,
            running,
            "up",
            1,
            List.of(),
            null,
            List.of(log));
    NodeReport report =
        new NodeReport(
            HELLO.node(),
            "1",
            "host",
            "os",
            "amd64",
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(cell),
            List.of());
    cli.store.plant(Keys.report(HELLO.node()), Json.write(report));
  }
}
