package io.fleetman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.layout.CellRef;
import org.junit.jupiter.api.Test;

/** supervisor and files only, on a real node: up, changed, rolled back, removed. */
class OtherProfilesNodeTest extends OneNodeTest {
  OtherProfilesNodeTest() {
    super("profiles-1");
  }

  @Test
  void supervisorRunsChangesRollsBackAndRemoves() {
    WebService web = service("sup").profile("supervisor");
    CellRef cell = cell("sup");

    deploy(web.version("1"), "1").orThrow();
    assertThat(answer(web)).startsWith("1 ");
    deploy(web.version("2"), "2").orThrow();
    assertThat(answer(web)).startsWith("2 ");
    assertThat(node().run("supervisorctl status fleetman-sup")).contains("RUNNING");

    RunResult broken = deploy(web.version("3", "exits"), "3");

    assertThat(broken.exit()).isEqualTo(1);
    CellStatus status = fleet().settled(cell);
    assertThat(status.state()).isEqualTo(CellState.ROLLED_BACK);
    assertThat(status.running()).hasToString("2");
    assertThat(answer(web)).startsWith("2 ");

    fleet().cli("stop", cell.toString(), "--yes").orThrow();
    assertThat(answer(web)).isEmpty();
    fleet().cli("start", cell.toString()).orThrow();
    assertThat(answer(web)).startsWith("2 ");
    fleet().cli("remove", cell.toString(), "--yes").orThrow();
    assertThat(answer(web)).isEmpty();
    assertThat(node().attempt("supervisorctl status fleetman-sup").out())
        .contains("no such process");
  }

  @Test
  void filesAreInstalledChangedRolledBackAndRemoved() {
    WebService files = service("conf").profile("deploy");
    CellRef cell = cell("conf");

    deploy(files.version("1"), "1").orThrow();
    assertThat(fleet().settled(cell).state()).isEqualTo(CellState.DEPLOYED);
    assertThat(current("conf", "app.conf"))
        .isEqualTo("node=profiles-1 cell=conf port=" + files.port());
    assertThat(node().run("stat -c %a /opt/fleetman/conf/current/app.conf")).isEqualTo("640");

    deploy(files.version("2"), "2").orThrow();
    assertThat(current("conf", "VERSION")).isEqualTo("2");

    RunResult broken =
        fleet()
            .deploy(
                files
                    .with("hooks: {postStart: {command: \"grep -q 2 VERSION\", timeout: 5s}}\n")
                    .version("3"),
                "3");
    assertThat(broken.exit()).isEqualTo(1);
    assertThat(fleet().settled(cell).state()).isEqualTo(CellState.ROLLED_BACK);
    assertThat(current("conf", "VERSION")).isEqualTo("2");

    fleet().cli("remove", cell.toString(), "--yes").orThrow();
    assertThat(node().attempt("ls /opt/fleetman/conf/current").succeeded()).isFalse();
  }

  private String current(String cell, String path) {
    return node().run("cat /opt/fleetman/" + cell + "/current/" + path);
  }
}
