package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.document.CellState;
import io.fleetman.document.Desired;
import io.fleetman.document.Drift;
import io.fleetman.layout.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The fleet as text: a table of cells, what is wrong with them, a line about the nodes. */
final class StatusView {
  private static final int MOST_DRIFT = 5;

  private final Paint paint;

  StatusView(Paint paint) {
    this.paint = paint;
  }

  List<String> lines(FleetView view) {
    List<String> lines = new ArrayList<>();
    if (view.cells().isEmpty()) {
      lines.add("no cells yet: 'fleetman new' makes a service, 'fleetman deploy' brings it up");
    } else {
      lines.addAll(cells(view.cells()).lines(paint));
    }
    view.cells().forEach(cell -> details(cell, lines));
    lines.add("");
    nodes(view, lines);
    return lines;
  }

  private static Table cells(List<CellView> cells) {
    Table table =
        new Table("CELL", "MANIFEST", "WANTED → RUNS", "STATE", "HEALTH", "DRIFT", "SINCE", "NODE");
    for (CellView c : cells) {
      table.row(
          new Cell(c.cell().toString(), Style.BOLD),
          c.manifest() == null ? "?" : c.manifest(),
          versions(c),
          state(c),
          health(c),
          c.drift().isEmpty() ? "" : new Cell(Human.count(c.drift().size(), "change"), Style.WARN),
          c.since() == null ? "" : Human.span(c.since()),
          c.node() == Presence.ACTIVE
              ? ""
              : new Cell(States.word(c.node()), States.style(c.node())));
    }
    return table;
  }

  private static Cell versions(CellView c) {
    Version wanted = c.desiredVersion();
    Version runs = c.running();
    if (c.desired() == null && runs == null) {
      return new Cell("not published", Style.DIM);
    }
    String to = c.desired() == Desired.REMOVED ? "removed" : String.valueOf(wanted);
    if (wanted != null && c.desired() != Desired.REMOVED && Objects.equals(wanted, runs)) {
      return Cell.of(to);
    }
    return new Cell(
        (wanted == null && c.desired() != Desired.REMOVED ? "-" : to)
            + " → "
            + (runs == null ? "-" : runs),
        Style.WARN);
  }

  private static Cell state(CellView c) {
    CellState state = c.state();
    if (c.desired() == null && state == null) {
      return Cell.of("");
    }
    CellState shown = state == null || c.pending() ? CellState.PENDING : state;
    return new Cell(shown.name(), States.style(shown));
  }

  private static Cell health(CellView c) {
    return new Cell(
        c.health(),
        switch (c.health()) {
          case "up" -> Style.GOOD;
          case "failed", "down" -> c.desired() == Desired.RUNNING ? Style.BAD : Style.DIM;
          default -> Style.DIM;
        });
  }

  private void details(CellView c, List<String> lines) {
    List<String> said = new ArrayList<>(c.problems());
    if (c.reason() != null) {
      said.addFirst(c.reason());
    }
    boolean tail = c.needsAttention() && c.reason() != null && !c.logTail().isEmpty();
    if (said.isEmpty() && c.drift().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(paint.bold(c.cell().toString()) + (said.isEmpty() ? "" : ": " + said.getFirst()));
    said.stream().skip(1).forEach(s -> lines.add("  " + s));
    for (Drift d : c.drift().stream().limit(MOST_DRIFT).toList()) {
      lines.add("  " + paint.warn("drift") + " " + d.subject() + ": " + d.reason());
    }
    if (c.drift().size() > MOST_DRIFT) {
      lines.add(paint.dim("  and " + (c.drift().size() - MOST_DRIFT) + " more; -o json has all"));
    }
    if (tail) {
      c.logTail().forEach(line -> lines.add(paint.dim("  | " + line)));
    }
  }

  private void nodes(FleetView view, List<String> lines) {
    if (view.nodes().isEmpty()) {
      lines.add("no nodes yet: 'fleetman node add NAME' says what to do on a machine");
      return;
    }
    List<String> counts = new ArrayList<>();
    for (Presence presence : Presence.values()) {
      long n = view.count(presence);
      if (n > 0) {
        counts.add(paint.as(States.style(presence), n + " " + States.word(presence)));
      }
    }
    lines.add(Human.count(view.nodes().size(), "node") + ": " + String.join(", ", counts));
    for (NodeView node : view.nodes()) {
      boolean quiet = node.presence() == Presence.WARNING || node.presence() == Presence.DEAD;
      String silent =
          quiet && node.silentFor() != null
              ? States.word(node.presence()) + ", silent for " + Human.span(node.silentFor())
              : "";
      String problems = node.problems().stream().collect(Collectors.joining("; "));
      String text = silent + (silent.isEmpty() || problems.isEmpty() ? "" : "; ") + problems;
      if (!text.isEmpty()) {
        lines.add("  " + paint.bold(node.node().toString()) + ": " + text);
      }
    }
  }
}
