package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.fleet.Nodes;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.controller.support.Refusal;
import io.fleetman.layout.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = "Forgets dead nodes; one that comes back is there again.",
    footer = {
      "",
      "Example:",
      "  fleetman agents delete node-9",
      "  fleetman agents delete --dead --yes"
    })
final class AgentsDeleteCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "0..*",
      paramLabel = "NODE",
      converter = Converters.ToNode.class,
      description = "The nodes to forget.")
  private List<NodeId> named = List.of();

  @Option(names = "--dead", description = "All that are dead.")
  private boolean allDead;

  @Option(names = "--dry-run", description = "Say what would be done, and write nothing.")
  private boolean dryRun;

  @Mixin private final YesOption yes = new YesOption();

  AgentsDeleteCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(boolean dryRun, List<NodeId> deleted) {}

  @Override
  public Integer call() {
    if (allDead != named.isEmpty()) {
      throw new Refusal.Invalid("give either the nodes to forget, or --dead");
    }
    List<NodeView> known = new FleetReader(session.fleet()).read().nodes();
    List<NodeId> nodes =
        allDead
            ? known.stream().filter(n -> n.presence() == Presence.DEAD).map(NodeView::node).toList()
            : named;
    nodes.forEach(node -> check(node, known));
    if (!dryRun && !nodes.isEmpty()) {
      session.agree(
          "Forget " + String.join(", ", nodes.stream().map(NodeId::toString).toList()) + "?",
          yes.given());
      Nodes fleet = new Nodes(session.fleetToWrite());
      nodes.forEach(fleet::delete);
    }
    if (session.json()) {
      session.printJson(new Document(dryRun, nodes));
    } else if (nodes.isEmpty()) {
      session.terminal().print("no node is dead");
    } else {
      String done = dryRun ? " would be forgotten" : " is forgotten";
      nodes.forEach(node -> session.terminal().print(node + done));
    }
    return 0;
  }

  private static void check(NodeId node, List<NodeView> known) {
    Optional<NodeView> view = known.stream().filter(n -> n.node().equals(node)).findFirst();
    if (view.isEmpty()) {
      throw new Refusal.NotFound(
          node + " is not a node of this fleet; 'fleetman agents' lists them");
    }
    Nodes.requireDead(node, view.get().presence());
  }
}
