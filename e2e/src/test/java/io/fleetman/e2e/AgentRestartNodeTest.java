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
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.Precondition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An agent that was away, on a real node: what it finds, forgets and never does again. */
class AgentRestartNodeTest extends OneNodeTest {
  AgentRestartNodeTest() {
    super("restart-1");
  }

  @Test
  void invariant5_aFileWhoseHashDoesNotMatchIsNeverActivated() {
    WebService web = service("tampered");
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
    assertThat(answer(web)).startsWith("2 ");
  }

  @Test
  void invariant16_anAgentThatLostItsStateRedeploysNothing() {
    WebService web = service("amnesia");
    deploy(web.version("1"), "1").orThrow();
    String started = node().property("amnesia", "ActiveEnterTimestampMonotonic");

    node()
        .run(
            "systemctl stop fleetagent && rm -rf /var/lib/fleetagent/* && systemctl start"
                + " fleetagent");
    deploy(service("other").version("1"), "1").orThrow(); // the agent has been around

    assertThat(node().property("amnesia", "ActiveEnterTimestampMonotonic")).isEqualTo(started);
    assertThat(fleet().status(cell("amnesia")).orElseThrow().state()).isEqualTo(CellState.RUNNING);
  }

  @Test
  void driftIsReportedFileByFile() {
    WebService web = service("drift");
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
}
