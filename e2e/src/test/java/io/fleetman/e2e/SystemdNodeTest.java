package io.fleetman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.ladder.Ladder;
import io.fleetman.layout.CellRef;
import org.junit.jupiter.api.Test;

/** The systemd profile on a real node: up, changed, limited, stopped, gone. */
class SystemdNodeTest extends OneNodeTest {
  SystemdNodeTest() {
    super("systemd-1");
  }

  @Test
  void aServiceGoesUpChangesStopsStartsAndGoesAway() {
    WebService web = service("life");
    CellRef cell = cell("life");

    deploy(web.version("1"), "1").orThrow();
    assertThat(answer(web)).isEqualTo("1 node=systemd-1 cell=life port=" + web.port());
    assertThat(node().property("life", "UnitFileState")).isEqualTo("enabled");

    deploy(web.version("2"), "2").orThrow();
    assertThat(answer(web)).startsWith("2 ");
    String started = node().property("life", "ActiveEnterTimestampMonotonic");

    RunResult again = deploy(web, "2");
    assertThat(again.orThrow()).contains("nothing to do");
    assertThat(node().property("life", "ActiveEnterTimestampMonotonic"))
        .as("the same content again restarts nothing")
        .isEqualTo(started);

    fleet().cli("restart", cell.toString()).orThrow();
    assertThat(node().property("life", "ActiveEnterTimestampMonotonic")).isNotEqualTo(started);
    assertThat(answer(web)).startsWith("2 ");

    fleet().cli("stop", cell.toString(), "--yes").orThrow();
    assertThat(answer(web)).isEmpty();
    assertThat(node().property("life", "UnitFileState")).isEqualTo("disabled");
    fleet().cli("start", cell.toString()).orThrow();
    assertThat(answer(web)).startsWith("2 ");

    fleet().cli("rollback", cell.toString(), "--yes").orThrow();
    assertThat(answer(web)).startsWith("1 ");

    fleet().cli("remove", cell.toString(), "--yes").orThrow();
    assertThat(fleet().settled(cell).state()).isEqualTo(CellState.REMOVED);
    assertThat(answer(web)).isEmpty();
    assertThat(node().systemctl("cat fleetman-life.service").succeeded()).isFalse();
    assertThat(node().run("find / -xdev -path '*/life/*' -name starts 2>/dev/null | head -1"))
        .as("the data folder is kept")
        .endsWith("data/starts");

    // The same id again: a new cell, whose first release is its own.
    deploy(web.version("3"), "3").orThrow();
    assertThat(answer(web)).startsWith("3 ");
  }

  @Test
  void systemdIsToldTheLimitsTheUserAndTheEnvironment() {
    WebService web =
        service("limits")
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
    WebService web = service("greedy").stableFor("9s").with("limits: {memory: 64M, swap: 1M}\n");

    assertThat(deploy(web.version("1", "greedy"), "1").exit()).isEqualTo(1);

    assertThat(fleet().settled(cell("greedy")).state()).isEqualTo(CellState.FAILED);
  }

  @Test
  void hooksRunAndAHangingOneIsKilled() {
    WebService web =
        service("hooks")
            .with("hooks: {preStart: {command: echo migrated >> data/migrations, timeout: 20s}}\n");
    deploy(web.version("1"), "1").orThrow();
    assertThat(node().run("find / -xdev -name migrations 2>/dev/null | xargs cat"))
        .isEqualTo("migrated");

    RunResult hangs =
        deploy(
            web.with("hooks: {preStart: {command: sleep 777, timeout: 2s}}\n").version("2"), "2");

    assertThat(hangs.exit()).isEqualTo(1);
    assertThat(fleet().settled(cell("hooks")).reason()).contains("preStart");
    assertThat(answer(web)).startsWith("1 ");
    assertThat(node().attempt("pgrep -f 'sleep 77[7]'").succeeded()).isFalse();
  }
}
