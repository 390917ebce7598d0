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

/** An agent without root: {@code systemctl --user} and folders of its own. */
class UserNodeTest {
  @Test
  void aPlainUserRunsServicesWithItsOwnSystemd(@TempDir Path folder) {
    Rung.NODES.require();
    try (Fleet fleet = Fleet.init(folder);
        AgentNode node = AgentNode.asUser(fleet, "user-1")) {
      WebService web = new WebService(folder, "mine").on("user-1", "mine");
      CellRef cell = CellRef.parse("user-1/mine");

      fleet.deploy(web.version("1"), "1").orThrow();
      assertThat(node.answer(web, "mine")).startsWith("1 ");
      assertThat(
              node.run("ps -o user= -p $(systemctl --user show -P MainPID fleetman-mine)").strip())
          .isEqualTo("deploy");

      assertThat(fleet.deploy(web.version("2", "exits"), "2").exit()).isEqualTo(1);
      assertThat(fleet.settled(cell).state()).isEqualTo(CellState.ROLLED_BACK);
      assertThat(node.answer(web, "mine")).startsWith("1 ");

      fleet.cli("remove", cell.toString(), "--yes").orThrow();
      assertThat(node.answer(web, "mine")).isEmpty();
    }
  }
}
