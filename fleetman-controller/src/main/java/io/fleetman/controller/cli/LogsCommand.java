package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "logs",
    description = "The last lines of cells' log files or journal, as their nodes reported them.",
    footer = {
      "",
      "Nodes report the tail of the log when something changes, not every line of it. After a",
      "rollback those of the version that failed come first, then the log of the one that runs.",
      "",
      "Example:",
      "  fleetman logs node-1/web"
    })
final class LogsCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final CellArguments which = new CellArguments();

  LogsCommand(Session session) {
    this.session = session;
  }

  /**
   * Lines of a cell.
   *
   * @param version what failed and wrote them, or what runs now; null if its node did not say
   * @param running whether they are the log's last ones while that version runs
   */
  record Log(String cell, @Nullable Version version, boolean running, List<String> lines) {}

  /** The JSON document. */
  record Document(List<Log> logs) {}

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    Set<CellRef> cells = new HashSet<>(which.resolve(fleet));
    List<Log> logs =
        new FleetReader(fleet)
            .read().cells().stream()
                .filter(c -> cells.contains(c.cell()))
                .flatMap(LogsCommand::logs)
                .toList();
    if (session.json()) {
      session.printJson(new Document(logs));
      return 0;
    }
    Terminal terminal = session.terminal();
    for (Log log : logs) {
      if (log.lines().isEmpty()) {
        terminal.say(log.cell() + ": its node reported no log lines");
        continue;
      }
      if (logs.size() > 1 || !log.running()) {
        terminal.print(terminal.paint().bold(heading(log)));
      }
      log.lines().forEach(terminal::print);
    }
    return 0;
  }

  // What failed last has lines of its own beside those of what runs.
  private static Stream<Log> logs(CellView c) {
    String cell = c.cell().toString();
    boolean ofRunning = c.running() != null && c.running().equals(c.logVersion());
    Log last = new Log(cell, c.logVersion(), ofRunning, c.logTail());
    return ofRunning || c.runningLog().isEmpty()
        ? Stream.of(last)
        : Stream.of(last, new Log(cell, c.running(), true, c.runningLog()));
  }

  private static String heading(Log log) {
    String version = log.version() == null ? "" : " " + log.version();
    return "== " + log.cell() + version + (log.running() ? ", which runs" : ", which does not run");
  }
}
