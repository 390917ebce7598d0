package io.fleetman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.e2e.node.RunResult;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions that do not work, on a real node: said, rolled back, never half there. */
class BrokenVersionsNodeTest extends OneNodeTest {
  BrokenVersionsNodeTest() {
    super("broken-1");
  }

  @ParameterizedTest(name = "a version that {0} is rolled back")
  @CsvSource({"exits, cannot open the database", "dies, out of luck", "deaf, web 3 starts"})
  void aBrokenVersionIsRolledBackWithItsReason(String mode, String evidence) {
    WebService web = service(mode);
    deploy(web.version("2"), "2").orThrow();

    RunResult broken =
        deploy(
            web.stableFor("9s").within(mode.equals("deaf") ? "6s" : "40s").version("3", mode), "3");

    assertThat(broken.exit()).isEqualTo(1);
    CellStatus status = fleet().settled(cell(mode));
    assertThat(status.state()).isEqualTo(CellState.ROLLED_BACK);
    assertThat(status.running()).hasToString("2");
    assertThat(status.reason()).isNotBlank();
    assertThat(String.join("\n", status.logTail())).contains(evidence);
    assertThat(answer(web)).startsWith("2 ");
    assertThat(fleet().cli("status", cell(mode).toString()).out())
        .contains("ROLLED_BACK")
        .contains(evidence);
    Fleet.await(
        "the reason and the log on the page",
        () ->
            Optional.of(fleet().page())
                .filter(p -> p.contains("broken-1/") && p.contains(mode))
                .filter(p -> p.contains("Rolled back") && p.contains(evidence)));
  }

  @Test
  void aUserThatDoesNotExistIsSaidBeforeAnythingStops() {
    WebService web = service("nouser");
    deploy(web.version("2"), "2").orThrow();
    String started = node().property("nouser", "ActiveEnterTimestampMonotonic");

    RunResult refused = deploy(web.with("user: nobody-here\n").version("3"), "3");

    assertThat(refused.exit()).isEqualTo(1);
    CellStatus status = fleet().settled(cell("nouser"));
    assertThat(status.state().isSuccess()).isFalse();
    assertThat(status.reason()).contains("user 'nobody-here' does not exist on broken-1");
    assertThat(status.running()).hasToString("2");
    assertThat(node().property("nouser", "ActiveEnterTimestampMonotonic")).isEqualTo(started);
  }

  @Test
  void anInvalidUnitLeavesTheOldReleaseRunning() {
    WebService web = service("badunit");
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
    assertThat(answer(web)).startsWith("2 ");
  }

  @Test
  void aFirstVersionThatFailsIsStoppedAndNotLeftInACrashLoop() {
    WebService web = service("first");

    assertThat(deploy(web.version("1", "exits"), "1").exit()).isEqualTo(1);

    assertThat(fleet().settled(cell("first")).state()).isEqualTo(CellState.FAILED);
    assertThat(node().property("first", "ActiveState")).isIn("inactive", "failed");
    assertThat(node().property("first", "UnitFileState")).isIn("disabled", "");
  }
}
