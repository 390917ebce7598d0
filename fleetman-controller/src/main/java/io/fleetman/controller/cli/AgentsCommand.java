package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.document.Heartbeat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
    name = "agents",
    description = "The nodes' agents: whether they are there, and how their machines are.",
    footer = {"", "Example:", "  fleetman agents", "  fleetman agents delete node-9"})
final class AgentsCommand implements Callable<Integer> {
  private final Session session;

  AgentsCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(List<NodeView> nodes) {}

  @Override
  public Integer call() {
    List<NodeView> nodes = new FleetReader(session.fleet()).read().nodes();
    if (session.json()) {
      session.printJson(new Document(nodes));
      return 0;
    }
    Terminal terminal = session.terminal();
    Table table =
        new Table(
            "NODE",
            "PRESENCE",
            "HEARD OF",
            "AGENT",
            "UP",
            "CPU",
            "MEMORY",
            "DISK",
            "CELLS",
            "RUNS",
            "LABELS");
    nodes.forEach(node -> row(table, node));
    if (table.isEmpty()) {
      terminal.print("no nodes yet: 'fleetman node add NAME' says what to do on a machine");
      return 0;
    }
    table.lines(terminal.paint()).forEach(terminal::print);
    for (NodeView node : nodes) {
      if (node.clockOffset() != null && node.isClockWrong()) {
        terminal.print(
            terminal.paint().bold(node.node().toString())
                + ": its clock is "
                + Human.offset(node.clockOffset()));
      }
      for (String problem : node.problems()) {
        terminal.print(
            terminal.paint().bold(node.node().toString()) + ": " + terminal.paint().warn(problem));
      }
    }
    return 0;
  }

  private static void row(Table table, NodeView node) {
    Heartbeat beat = node.heartbeat();
    var report = node.report();
    table.row(
        new Cell(node.node().toString(), Style.BOLD),
        new Cell(States.word(node.presence()), States.style(node.presence())),
        node.silentFor() == null ? "never" : Human.ago(node.silentFor()),
        beat == null ? "" : beat.agentVersion(),
        beat == null ? "" : Human.span(Duration.ofSeconds(beat.uptimeSeconds())),
        beat == null || beat.cpuPercent() == null ? "" : beat.cpuPercent() + "%",
        beat == null ? "" : share(beat.memoryUsed(), beat.memoryTotal()),
        beat == null ? "" : share(beat.diskUsed(), beat.diskTotal()),
        beat == null ? "" : beat.cells().size(),
        report == null
            ? ""
            : report.profiles().keySet().stream()
                .map(p -> p.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")),
        report == null
            ? ""
            : report.labels().entrySet().stream()
                .map(l -> l.getKey() + "=" + l.getValue())
                .collect(Collectors.joining(" ")));
  }

  private static String share(@Nullable Long used, @Nullable Long total) {
    return used == null || total == null || total == 0
        ? ""
        : used * 100 / total + "% of " + Human.bytes(total);
  }
}
