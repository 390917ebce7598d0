package io.fleetman.e2e.size;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.AgentNode;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many services on one real node, of which one hangs. */
class ManyCellsNodeTest {
  private static final String NODE = "many-cells";
  private static final int CELLS = Boolean.getBoolean("fleetman.exhaustive") ? 50 : 16;
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final CellRef HUNG = cell(7);

  @DisplayName("a hook that hangs for an hour holds up no other cell, and a newer command ends it")
  @Test
  void oneHangsInItsPreStartHook(@TempDir Path folder) {
    Rung.NODES.require();
    try (Fleet fleet = Fleet.init(folder);
        AgentNode node = AgentNode.asRoot(fleet, NODE)) {
      Sample service = Sample.of(folder.resolve("service"), "app", NODE);
      service.text("fleetman.yaml", definition()).text("VERSION", "1");
      fleet
          .cli(LIMIT, "deploy", service.folder(), "--version", "1", "--yes", "--timeout", "14m")
          .orThrow();

      service.text("VERSION", "2");
      long start = System.nanoTime();
      fleet
          .cli(LIMIT, "deploy", service.folder(), "--version", "2", "--yes", "--no-wait")
          .orThrow();
      await(() -> cells().stream().filter(c -> runs(fleet, c, "2")).count() == CELLS - 1);
      System.out.printf(
          "sizes: %d cells, one hangs: the others ran the next version after %d s%n",
          CELLS, Duration.ofNanos(System.nanoTime() - start).toSeconds());

      await(() -> fleet.status(HUNG).map(CellStatus::reason).isPresent());
      CellStatus hung = fleet.status(HUNG).orElseThrow();
      assertThat(hung.state()).isEqualTo(CellState.ACTIVATING);
      assertThat(hung.reason())
          .matches("the preStart hook runs, for at most 1h; since 20\\d\\d-.*Z");
      assertThat(fleet.cli("status", HUNG.toString()).out()).contains("the preStart hook runs");
      assertThat(node.machine().exec("pgrep", "-f", "^sleep 3599").succeeded()).isTrue();

      fleet.cli(LIMIT, "remove", HUNG.toString(), "--yes", "--timeout", "10m").orThrow();

      assertThat(fleet.status(HUNG).map(CellStatus::state)).contains(CellState.REMOVED);
      assertThat(node.machine().exec("pgrep", "-f", "^sleep 3599").succeeded()).isFalse();
    }
  }

  private static String definition() {
    StringBuilder cells = new StringBuilder();
    cells().forEach(c -> cells.append("  - {node: %s, id: %s}\n".formatted(NODE, c.cell())));
    return """
    manifest: app
    profile: systemd
    command: /bin/sleep 100000
    health: {within: 60s, stableFor: 1s}
    hooks:
      preStart:
        command: if grep -q 2 VERSION && test {{ cell.id }} = %s; then sleep 3599; fi
        timeout: 1h
    cells:
    %s\
    """
        .formatted(HUNG.cell(), cells);
  }

  private static boolean runs(Fleet fleet, CellRef cell, String version) {
    Optional<CellStatus> status = fleet.status(cell);
    return status.filter(s -> s.state() == CellState.RUNNING).map(CellStatus::running).stream()
        .anyMatch(new Version(version)::equals);
  }

  private static List<CellRef> cells() {
    return IntStream.range(0, CELLS).mapToObj(ManyCellsNodeTest::cell).toList();
  }

  private static CellRef cell(int number) {
    return CellRef.parse("%s/app-%02d".formatted(NODE, number));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("after " + LIMIT).isLessThan(end);
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
