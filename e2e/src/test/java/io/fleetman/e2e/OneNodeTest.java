package io.fleetman.e2e;

import io.fleetman.e2e.fleet.AgentNode;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share one fleet and one real node; each has cells of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OneNodeTest {
  private final String nodeName;
  private @Nullable Path folder;
  private @Nullable Fleet fleet;
  private @Nullable AgentNode node;

  OneNodeTest(String nodeName) {
    this.nodeName = nodeName;
  }

  @BeforeAll
  final void boot(@TempDir Path temporary) {
    Rung.NODES.check();
    folder = temporary;
    Fleet made = Fleet.init(temporary);
    fleet = made;
    node = AgentNode.asRoot(made, nodeName);
  }

  @BeforeEach
  final void onRealNodes() {
    Rung.NODES.require();
  }

  @AfterAll
  final void shutDown() {
    if (node != null) {
      node.close();
    }
    if (fleet != null) {
      fleet.close();
    }
  }

  final Path folder() {
    return Objects.requireNonNull(folder);
  }

  final Fleet fleet() {
    return Objects.requireNonNull(fleet);
  }

  final AgentNode node() {
    return Objects.requireNonNull(node);
  }

  /** A service of this name, mapped onto the node as the cell of the same name. */
  final WebService service(String name) {
    return new WebService(folder(), name).on(nodeName, name);
  }

  /** The cell of that service. */
  final CellRef cell(String name) {
    return new CellRef(new NodeId(nodeName), new CellId(name));
  }

  final RunResult deploy(WebService web, String version) {
    return fleet().deploy(web, version);
  }

  /** What the service answers; empty if nothing listens. */
  final String answer(WebService web) {
    return node().answer(web, web.onlyCell().cell().value());
  }
}
