package io.fleetman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.LocalAgent;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.e2e.store.Endpoint;
import io.fleetman.layout.CellRef;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole way, command line to files on a node, through each real store. */
class StoresTest {
  @ParameterizedTest
  @EnumSource(names = {"MINIO", "CEPH"})
  void aVersionGoesUpChangesRollsBackAndGoesAway(Rung rung, @TempDir Path folder) {
    rung.require();
    try (Fleet fleet = Fleet.at(folder, Endpoint.fromEnvironment(rung.name()));
        LocalAgent agent = LocalAgent.start(fleet, folder.resolve("node"), "store-node")) {
      WebService files = new WebService(folder, "conf").profile("deploy").on("store-node", "conf");
      CellRef cell = CellRef.parse("store-node/conf");
      files.write("a b+c%d ü.txt", "odd name\n");

      fleet.deploy(files.version("1"), "1").orThrow();
      assertThat(agent.read("conf", "VERSION")).isEqualTo("1");
      assertThat(agent.read("conf", "a b+c%d ü.txt")).isEqualTo("odd name");
      fleet.deploy(files.version("2"), "2").orThrow();
      assertThat(agent.read("conf", "VERSION")).isEqualTo("2");

      files.with("hooks: {postStart: {command: \"grep -q 2 VERSION\", timeout: 5s}}\n");
      assertThat(fleet.deploy(files.version("3"), "3").exit()).isEqualTo(1);
      assertThat(fleet.settled(cell).state()).isEqualTo(CellState.ROLLED_BACK);
      assertThat(agent.read("conf", "VERSION")).isEqualTo("2");

      fleet.cli("rollback", cell.toString(), "--to", "1", "--yes").orThrow();
      assertThat(agent.read("conf", "VERSION")).isEqualTo("1");
      fleet.cli("version", "delete", cell.toString(), "2", "--yes").orThrow();
      fleet.cli("remove", cell.toString(), "--yes").orThrow();
      assertThat(fleet.settled(cell).state()).isEqualTo(CellState.REMOVED);
      assertThat(folder.resolve("node/cells/conf/current")).doesNotExist();
    }
  }
}
