package io.fleetman.e2e.size;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.NodeReport;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.LocalAgent;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small file system of the agent's is full, of bytes or of files, before or in the middle. */
class FullDiskTest {
  private static final String NODE = "disk-node";
  private static final CellRef CELL = CellRef.parse(NODE + "/files");

  @TempDir Path folder;

  @BeforeEach
  void mayMount() {
    Rung.NODES.require();
  }

  @DisplayName("invariant 15: what does not fit is said before the first byte; the old one stays")
  @Test
  void knownNotToFit() {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("node/cells"), 12, 500);
        Fleet fleet = Fleet.init(folder.resolve("fleet"));
        LocalAgent agent = agent(fleet)) {
      publish(fleet, "1", 2);
      assertThat(fleet.settled(CELL).state()).isEqualTo(CellState.DEPLOYED);

      publish(fleet, "2", 20);
      CellStatus refused = fleet.settled(CELL);
      assertThat(refused.reason())
          .contains("the disk is too full", disk.folder() + "/files has", "20.0 MB");
      assertThat(Sample.content(agent.release("files"))).containsKey("1.bin");
      assertThat(names(disk.folder().resolve("files/incoming"))).isEmpty();

      publish(fleet, "3", 3);
      assertThat(fleet.settled(CELL).state()).isEqualTo(CellState.DEPLOYED);
      assertThat(Sample.content(agent.release("files"))).containsOnlyKeys("3.bin");
    }
  }

  @DisplayName("invariant 15: a disk that fills in the middle leaves nothing half done")
  @Test
  void fillsInTheMiddle() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("node/cells"), 64, 150);
        Fleet fleet = Fleet.init(folder.resolve("fleet"));
        LocalAgent agent = agent(fleet)) {
      publish(fleet, "1", 2);
      assertThat(fleet.settled(CELL).state()).isEqualTo(CellState.DEPLOYED);

      // There is room for the bytes, and none for as many files.
      Sample.of(folder.resolve("2"), "files", NODE).files(300);
      fleet.cli("deploy", folder.resolve("2").toString(), "--version", "2", "--yes");
      CellStatus failed = fleet.settled(CELL);
      assertThat(failed.reason()).contains(disk.folder() + "/files", "no room for more files");
      assertThat(Sample.content(agent.release("files"))).containsOnlyKeys("1.bin");
      assertThat(names(disk.folder().resolve("files/incoming"))).isEmpty();
      assertThat(names(disk.folder().resolve("files/releases"))).hasSize(3);

      Path filling = disk.fill("files/another-programs");
      publish(fleet, "3", 1);
      assertThat(fleet.settled(CELL).state().isSuccess()).isFalse();
      assertThat(Sample.content(agent.release("files"))).containsOnlyKeys("1.bin");

      Files.delete(filling);
      publish(fleet, "4", 3);
      assertThat(fleet.settled(CELL).state()).isEqualTo(CellState.DEPLOYED);
      assertThat(Sample.content(agent.release("files"))).containsOnlyKeys("4.bin");
    }
  }

  @DisplayName("invariant 16: without room for its journal an agent says so and does not act")
  @Test
  void noRoomForTheJournal() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("node/state"), 1, 100);
        Fleet fleet = Fleet.init(folder.resolve("fleet"));
        LocalAgent agent = agent(fleet)) {
      publish(fleet, "1", 1);
      assertThat(fleet.settled(CELL).state()).isEqualTo(CellState.DEPLOYED);
      Path filling = disk.fill("another-programs");

      publish(fleet, "2", 1, "--no-wait");
      Fleet.await(
          "the agent to say that it cannot remember",
          () -> report(fleet).filter(r -> r.problems().toString().contains("make room")));
      assertThat(Sample.content(agent.release("files"))).containsOnlyKeys("1.bin");

      Files.delete(filling);
      assertThat(fleet.settled(CELL).state()).isEqualTo(CellState.DEPLOYED);
      assertThat(Sample.content(agent.release("files"))).containsOnlyKeys("2.bin");
    }
  }

  private LocalAgent agent(Fleet fleet) {
    return LocalAgent.start(
        fleet,
        folder.resolve("node"),
        NODE,
        "",
        "disk_reserve: 1M\nhost_interval: 2s\nretention: {releases: 0}\n");
  }

  private void publish(Fleet fleet, String version, int megabytes, String... more) {
    Sample sample = Sample.of(folder.resolve(version), "files", NODE);
    sample.large(version + ".bin", megabytes);
    List<String> command =
        new ArrayList<>(List.of("deploy", sample.folder(), "--version", version, "--yes"));
    command.addAll(List.of(more));
    fleet.cli(command.toArray(String[]::new));
  }

  private static Optional<NodeReport> report(Fleet fleet) {
    return fleet.documents().read(Keys.report(new NodeId(NODE)), NodeReport.class).found();
  }

  private static List<String> names(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : List.of(names);
  }
}
