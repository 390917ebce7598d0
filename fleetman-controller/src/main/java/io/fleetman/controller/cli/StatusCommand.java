package io.fleetman.controller.cli;

import io.fleetman.codec.Durations;
import io.fleetman.codec.Json;
import io.fleetman.controller.console.LiveBlock;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.support.Refusal;
import io.fleetman.layout.CellRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    description = "What the cells must be, what they are, and which nodes are there.",
    footer = {
      "",
      "Example:",
      "  fleetman status",
      "  fleetman status --manifest web --watch",
      "  fleetman status -o json | jq '.cells[] | select(.state != \"RUNNING\")'"
    })
final class StatusCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final CellArguments which = new CellArguments();

  @Option(
      names = {"-w", "--watch"},
      description = "Show it again when something changes, until ctrl-C.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "2s",
      converter = WaitOptions.TimeConverter.class,
      description = "How often --watch looks (default: ${DEFAULT-VALUE}).")
  private Duration every = Duration.ofSeconds(2);

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (every.isZero()) {
      throw new Refusal.Invalid("--every must be more than 0s: such as 2s");
    }
    FleetReader reader = new FleetReader(session.fleet());
    if (!watch) {
      show(read(reader));
      return 0;
    }
    if (session.json()) {
      watchJson(reader);
    } else {
      watchText(reader);
    }
    return 0;
  }

  private FleetView read(FleetReader reader) {
    FleetView view = reader.read();
    if (which.isEmpty()) {
      return view;
    }
    Set<CellRef> meant = Set.copyOf(which.resolve(session.fleet()));
    List<CellView> cells = view.cells().stream().filter(c -> meant.contains(c.cell())).toList();
    Set<?> nodes = cells.stream().map(c -> c.cell().node()).collect(Collectors.toSet());
    return new FleetView(
        view.storeNow(),
        view.nodes().stream().filter(n -> nodes.contains(n.node())).toList(),
        cells);
  }

  private void show(FleetView view) {
    if (session.json()) {
      session.printJson(view);
    } else {
      new StatusView(session.terminal().paint()).lines(view).forEach(session.terminal()::print);
    }
  }

  // One document after the other, each when it differs from the one before.
  private void watchJson(FleetReader reader) {
    String before = "";
    while (true) {
      FleetView view = read(reader);
      String line = Json.line(new FleetView(null, view.nodes(), view.cells()));
      if (!line.equals(before)) {
        show(view);
        before = line;
      }
      if (session.terminal().isDeaf()) {
        return; // the other end of the pipe is gone, as with | head
      }
      session.pause(every);
    }
  }

  private void watchText(FleetReader reader) {
    LiveBlock block = new LiveBlock(session.terminal());
    String hint =
        session
            .terminal()
            .sayPaint()
            .dim("looking every " + Durations.format(every) + "; ctrl-C ends it");
    while (true) {
      List<String> lines =
          new ArrayList<>(new StatusView(session.terminal().sayPaint()).lines(read(reader)));
      if (block.live()) {
        lines.add(hint);
      }
      block.show(lines);
      session.pause(every);
    }
  }
}
