package io.fleetman.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellStatus;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.SnapshotMark;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another product of this kind did under faults, and this one must not. */
class SeenUnderFaultsNodeTest extends FaultyStoreTest {
  SeenUnderFaultsNodeTest() {
    super("seen-under-faults", Rung.EMBEDDED);
  }

  @ParameterizedTest(name = "seen: {0} on the triggers for 15 s uninstalled every service")
  @ValueSource(strings = {"403", "404", "500"})
  void seen_anErrorOnTheTriggersUninstalledEveryService(String fault) {
    broken(3, RuleText.read("GET,CONDITIONAL_GET /trigger\\.json$ 1 " + fault));
    lasting(Duration.ofSeconds(FULL ? 15 : 2));
    healed();

    WebService next = service("after-" + fault);
    publish(next, "1");
    runs(next.onlyCell(), "1");
  }

  @Test
  void seen_aListThatNeverAnswersStoppedTheAgentForGoodAndThePortalSaidActive() {
    broken(1, RuleText.read("LIST . 1 hang"));
    Fleet.await(
        "the heartbeat that says so",
        () -> problem().filter(p -> p.matches("since .* UTC: .*LIST.*no answer.*")));
    assertThat(fleet().cli("agents").out()).contains("no answer within the time limit");
    healed();

    WebService next = service("after-hang");
    publish(next, "1");
    runs(next.onlyCell(), "1");
    Fleet.await("a heartbeat without it", () -> Optional.of(1).filter(n -> problem().isEmpty()));
  }

  @Test
  void seen_aCutDownloadDuringARollbackLeftTheServiceStoppedForEver() {
    WebService web = service("back");
    fleet().deploy(web.version("1"), "1").orThrow();
    fleet().deploy(web.version("2"), "2").orThrow();
    node().run("rm -rf /opt/fleetman/back/releases/1-*"); // so that it has to be fetched again
    try (Uptime up = Uptime.of(web.port())) {
      proxy().faults().set(RuleText.read("GET /versions/1/.*/VERSION 1 cut"));
      fleet().cli("rollback", web.onlyCell().toString(), "--yes", "--no-wait").orThrow();
      broken(3, RuleText.read("GET /versions/1/.*/VERSION 1 cut"));
      up.isUnbroken();
    }
    healed();

    runs(web.onlyCell(), "1");
    assertThat(node().answer(web, "back")).startsWith("1 ");
  }

  @Test
  void seen_aDeclaredFileThatWasNeverUploadedWasASuccess() {
    WebService web = service("gap");
    fleet().deploy(web.version("1"), "1").orThrow();
    try (Uptime up = Uptime.of(web.port())) {
      node().run("systemctl stop fleetagent");
      publish(web, "2");
      fleet().documents().objects().delete(bytes(web.onlyCell(), "2", "VERSION"));
      node().run("systemctl start fleetagent");

      CellStatus status = fleet().settled(web.onlyCell());

      assertThat(status.state().isSuccess()).isFalse();
      assertThat(status.reason()).contains("no bytes for 'VERSION'");
      assertThat(status.running()).hasToString("1");
      up.isUnbroken();
    }
  }

  private Optional<String> problem() {
    return fleet()
        .documents()
        .read(Keys.heartbeat(node().id()), Heartbeat.class)
        .found()
        .map(Heartbeat::problem);
  }

  private String bytes(CellRef cell, String version, String path) {
    SnapshotMark.Snapshot mark =
        (SnapshotMark.Snapshot)
            fleet()
                .documents()
                .read(Keys.snapshot(cell, new Version(version)), SnapshotMark.class)
                .found()
                .orElseThrow();
    return Objects.requireNonNull(
        Objects.requireNonNull(mark.files().get(new RelativePath(path))).key());
  }
}
