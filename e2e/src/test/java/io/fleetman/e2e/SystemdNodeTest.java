package io.fleetman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Drift;
import io.fleetman.document.NodeReport;
import io.fleetman.document.SnapshotMark;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.ladder.Ladder;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.Precondition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The systemd profile on a real node: up, changed, failed, rolled back, stopped, gone. */
class SystemdNodeTest extends OneNodeTest {
  SystemdNodeTest() {
    super("systemd-1");
  }

  @Test
  void aServiceGoesUpChangesStopsStartsAndGoesAway() {
    WebService web = service("life", 18081);
    CellRef cell = cell("life");

    deploy(web.version("1"), "1").orThrow();
    assertThat(node().answer(18081)).isEqualTo("1 node=systemd-1 cell=life port=18081");
    assertThat(node().property("life", "UnitFileState")).isEqualTo("enabled");

    deploy(web.version("2"), "2").orThrow();
    assertThat(node().answer(18081)).startsWith("2 ");
    String started = node().property("life", "ActiveEnterTimestampMonotonic");

    RunResult again = deploy(web, "2");
    assertThat(again.orThrow()).contains("nothing to do");
    assertThat(node().property("life", "ActiveEnterTimestampMonotonic"))
        .as("the same content again restarts nothing")
        .isEqualTo(started);

    fleet().cli("restart", cell.toString()).orThrow();
    assertThat(node().property("life", "ActiveEnterTimestampMonotonic")).isNotEqualTo(started);
    assertThat(node().answer(18081)).startsWith("2 ");

    fleet().cli("stop", cell.toString(), "--yes").orThrow();
    assertThat(node().answer(18081)).isEmpty();
    assertThat(node().property("life", "UnitFileState")).isEqualTo("disabled");
    fleet().cli("start", cell.toString()).orThrow();
    assertThat(node().answer(18081)).startsWith("2 ");

    fleet().cli("rollback", cell.toString(), "--yes").orThrow();
    assertThat(node().answer(18081)).startsWith("1 ");

    fleet().cli("remove", cell.toString(), "--yes").orThrow();
    assertThat(fleet().settled(cell).state()).isEqualTo(CellState.REMOVED);
    assertThat(node().answer(18081)).isEmpty();
    assertThat(node().systemctl("cat fleetman-life.service").succeeded()).isFalse();
    assertThat(node().run("find / -xdev -path '*/life/*' -name starts 2>/dev/null | head -1"))
        .as("the data folder is kept")
        .endsWith("data/starts");

    // The same id again: a new cell, whose first release is its own.
    deploy(web.version("3"), "3").orThrow();
    assertThat(node().answer(18081)).startsWith("3 ");
  }

  @ParameterizedTest(name = "a version that {0} is rolled back")
  @CsvSource({
    "exits, 18091, cannot open the database",
    "dies, 18092, out of luck",
    "deaf, 18093, web 3 starts"
  })
  void aBrokenVersionIsRolledBackWithItsReason(String mode, int port, String evidence) {
    WebService web = service(mode, port);
    deploy(web.version("2"), "2").orThrow();

    RunResult broken = deploy(web.stableFor("9s").version("3", mode), "3");

    assertThat(broken.exit()).isEqualTo(1);
    CellStatus status = fleet().settled(cell(mode));
    assertThat(status.state()).isEqualTo(CellState.ROLLED_BACK);
    assertThat(status.running()).hasToString("2");
    assertThat(status.reason()).isNotBlank();
    assertThat(String.join("\n", status.logTail())).contains(evidence);
    assertThat(node().answer(port)).startsWith("2 ");
    assertThat(fleet().cli("status", cell(mode).toString()).out())
        .contains("ROLLED_BACK")
        .contains(evidence);
    Fleet.await(
        "the reason and the log on the page",
        () ->
            Optional.of(fleet().page())
                .filter(p -> p.contains("systemd-1/") && p.contains(mode))
                .filter(p -> p.contains("Rolled back") && p.contains(evidence)));
  }

  @Test
  void aUserThatDoesNotExistIsSaidBeforeAnythingStops() {
    WebService web = service("nouser", 18094);
    deploy(web.version("2"), "2").orThrow();
    String started = node().property("nouser", "ActiveEnterTimestampMonotonic");

    RunResult refused = deploy(web.with("user: nobody-here\n").version("3"), "3");

    assertThat(refused.exit()).isEqualTo(1);
    CellStatus status = fleet().settled(cell("nouser"));
    assertThat(status.state().isSuccess()).isFalse();
    assertThat(status.reason()).contains("user 'nobody-here' does not exist on systemd-1");
    assertThat(status.running()).hasToString("2");
    assertThat(node().property("nouser", "ActiveEnterTimestampMonotonic")).isEqualTo(started);
  }

  @Test
  void anInvalidUnitLeavesTheOldReleaseRunning() {
    WebService web = service("badunit", 18095);
    deploy(web.version("2"), "2").orThrow();

    // What seal can see is refused there; that the unit makes no sense only systemd can say.
    RunResult refused =
        deploy(
            web.with("unit: web.service\n")
                .write("web.service", "[Service]\nType=nonsense\nExecStart=\n")
                .version("3"),
            "3");

    assertThat(refused.exit()).isEqualTo(1);
    CellStatus status = fleet().settled(cell("badunit"));
    assertThat(status.state().isSuccess()).isFalse();
    assertThat(status.reason()).isNotBlank();
    assertThat(status.running()).hasToString("2");
    assertThat(node().answer(18095)).startsWith("2 ");
  }

  @Test
  void invariant5_aFileWhoseHashDoesNotMatchIsNeverActivated() {
    WebService web = service("tampered", 18096);
    CellRef cell = cell("tampered");
    deploy(web.version("2"), "2").orThrow();
    node().run("systemctl stop fleetagent");
    fleet()
        .cli("deploy", web.version("3").folder(), "--version", "3", "--yes", "--no-wait")
        .orThrow();
    SnapshotMark.Snapshot mark =
        (SnapshotMark.Snapshot)
            fleet()
                .documents()
                .read(Keys.snapshot(cell, new Version("3")), SnapshotMark.class)
                .found()
                .orElseThrow();
    String key =
        Objects.requireNonNull(
            Objects.requireNonNull(mark.files().get(new RelativePath("VERSION"))).key());
    fleet()
        .documents()
        .objects()
        .put(key, "X\n".getBytes(StandardCharsets.UTF_8), Precondition.NONE);
    node().run("systemctl start fleetagent");

    CellStatus status = fleet().settled(cell);

    assertThat(status.state().isSuccess()).isFalse();
    assertThat(status.reason()).contains("VERSION");
    assertThat(status.running()).hasToString("2");
    assertThat(node().answer(18096)).startsWith("2 ");
  }

  @Test
  void aFirstVersionThatFailsIsStoppedAndNotLeftInACrashLoop() {
    WebService web = service("first", 18097);

    assertThat(deploy(web.version("1", "exits"), "1").exit()).isEqualTo(1);

    assertThat(fleet().settled(cell("first")).state()).isEqualTo(CellState.FAILED);
    assertThat(node().property("first", "ActiveState")).isIn("inactive", "failed");
    assertThat(node().property("first", "UnitFileState")).isIn("disabled", "");
  }

  @Test
  void systemdIsToldTheLimitsTheUserAndTheEnvironment() {
    WebService web =
        service("limits", 18098)
            .with(
                """
                user: web
                env: {LOG_LEVEL: debug, GREETING: "hello {{ cell.id }} $HOME 100%"}
                limits: {memory: 512M, swap: 64M, cpu: 50%, io: 50, tasks: 40}
                restart: always
                """);

    deploy(web.version("1"), "1").orThrow();

    assertThat(node().property("limits", "MemoryMax")).isEqualTo(Long.toString(512L << 20));
    assertThat(node().property("limits", "MemorySwapMax")).isEqualTo(Long.toString(64L << 20));
    assertThat(node().property("limits", "CPUQuotaPerSecUSec")).isEqualTo("500ms");
    assertThat(node().property("limits", "IOWeight")).isEqualTo("50");
    assertThat(node().property("limits", "TasksMax")).isEqualTo("40");
    assertThat(node().property("limits", "Restart")).isEqualTo("always");
    assertThat(node().property("limits", "User")).isEqualTo("web");
    String environment =
        node().run("tr '\\0' '\\n' < /proc/$(systemctl show -P MainPID fleetman-limits)/environ");
    assertThat(environment)
        .contains("LOG_LEVEL=debug")
        .contains("GREETING=hello limits $HOME 100%")
        .doesNotContain("SECRET")
        .doesNotContain("FLEETAGENT");
  }

  @Test
  void aServiceThatOutgrowsItsMemoryLimitIsEnded() {
    if (!node().run("cat /sys/fs/cgroup/cgroup.controllers").contains("memory")) {
      throw Ladder.missing("limits", "this machine's control groups enforce no memory limit");
    }
    Ladder.ran("limits");
    WebService web =
        service("greedy", 18103).stableFor("9s").with("limits: {memory: 64M, swap: 1M}\n");

    assertThat(deploy(web.version("1", "greedy"), "1").exit()).isEqualTo(1);

    assertThat(fleet().settled(cell("greedy")).state()).isEqualTo(CellState.FAILED);
  }

  @Test
  void hooksRunAndAHangingOneIsKilled() {
    WebService web =
        service("hooks", 18099)
            .with("hooks: {preStart: {command: echo migrated >> data/migrations, timeout: 20s}}\n");
    deploy(web.version("1"), "1").orThrow();
    assertThat(node().run("find / -xdev -name migrations 2>/dev/null | xargs cat"))
        .isEqualTo("migrated");

    RunResult hangs =
        deploy(
            web.with("hooks: {preStart: {command: sleep 777, timeout: 2s}}\n").version("2"), "2");

    assertThat(hangs.exit()).isEqualTo(1);
    assertThat(fleet().settled(cell("hooks")).reason()).contains("preStart");
    assertThat(node().answer(18099)).startsWith("1 ");
    assertThat(node().attempt("pgrep -f 'sleep 77[7]'").succeeded()).isFalse();
  }

  @Test
  void invariant16_anAgentThatLostItsStateRedeploysNothing() {
    WebService web = service("amnesia", 18100);
    deploy(web.version("1"), "1").orThrow();
    String started = node().property("amnesia", "ActiveEnterTimestampMonotonic");

    node()
        .run(
            "systemctl stop fleetagent && rm -rf /var/lib/fleetagent/* && systemctl start"
                + " fleetagent");
    deploy(service("other", 18101).version("1"), "1").orThrow(); // the agent has been around

    assertThat(node().property("amnesia", "ActiveEnterTimestampMonotonic")).isEqualTo(started);
    assertThat(fleet().status(cell("amnesia")).orElseThrow().state()).isEqualTo(CellState.RUNNING);
  }

  @Test
  void driftIsReportedFileByFile() {
    WebService web = service("drift", 18102);
    deploy(web.version("1"), "1").orThrow();
    node().run("echo hacked > /opt/fleetman/drift/current/VERSION");
    node().run("systemctl restart fleetagent"); // it reconciles with the host at its start

    List<Drift> drift =
        Fleet.await(
            "drift in the report",
            () ->
                fleet()
                    .documents()
                    .read(Keys.report(node().id()), NodeReport.class)
                    .found()
                    .flatMap(
                        r ->
                            r.cells().stream()
                                .filter(c -> c.cell().value().equals("drift"))
                                .findFirst())
                    .map(CellReport::drift)
                    .filter(d -> !d.isEmpty()));

    assertThat(drift).singleElement().extracting(Drift::subject).isEqualTo("VERSION");
  }

  private WebService service(String name, int port) {
    return new WebService(folder(), name).on("systemd-1", name, port);
  }

  private static CellRef cell(String name) {
    return new CellRef(new NodeId("systemd-1"), new CellId(name));
  }

  private RunResult deploy(WebService web, String version) {
    return fleet().deploy(web, version);
  }
}
