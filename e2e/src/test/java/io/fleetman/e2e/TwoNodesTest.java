package io.fleetman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.e2e.fleet.AgentNode;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.layout.CellRef;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One manifest on two nodes and three cells, changed by one command. */
class TwoNodesTest {
  @Test
  void threeCellsOnTwoNodesFollowOneCommand(@TempDir Path folder) {
    Rung.NODES.require();
    try (Fleet fleet = Fleet.init(folder);
        AgentNode one = AgentNode.asRoot(fleet, "pair-1");
        AgentNode two = AgentNode.asRoot(fleet, "pair-2")) {
      WebService web =
          new WebService(folder, "web")
              .on("pair-1", "web")
              .on("pair-1", "web-b")
              .on("pair-2", "web");

      fleet.deploy(web.version("1"), "1").orThrow();
      fleet.deploy(web.version("2"), "2").orThrow();

      assertThat(one.answer(web, "web"))
          .isEqualTo("2 node=pair-1 cell=web port=" + port(web, "pair-1/web"));
      assertThat(one.answer(web, "web-b"))
          .isEqualTo("2 node=pair-1 cell=web-b port=" + port(web, "pair-1/web-b"));
      assertThat(two.answer(web, "web"))
          .isEqualTo("2 node=pair-2 cell=web port=" + port(web, "pair-2/web"));

      two.machine().reboot();
      assertThat(
              Fleet.await(
                  "the service after a reboot",
                  () -> java.util.Optional.of(two.answer(web, "web")).filter(a -> !a.isEmpty())))
          .startsWith("2 ");

      fleet.cli("rollback", "--manifest", "web", "--yes").orThrow();
      for (String cell : new String[] {"pair-1/web", "pair-1/web-b", "pair-2/web"}) {
        assertThat(fleet.settled(CellRef.parse(cell)).state()).isEqualTo(CellState.RUNNING);
        assertThat(fleet.settled(CellRef.parse(cell)).running()).hasToString("1");
      }
      fleet.cli("stop", "web", "--yes").orThrow();
      assertThat(one.answer(web, "web")).isEmpty();
      assertThat(two.answer(web, "web")).isEmpty();
      assertThat(one.answer(web, "web-b")).as("web-b is another cell").startsWith("1 ");
    }
  }

  private static int port(WebService web, String cell) {
    return web.port(CellRef.parse(cell));
  }
}
