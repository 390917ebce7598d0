package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.job.ExecutionFacts;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.support.Parallel;
import io.fleetman.job.ExecutionStatus;
import io.fleetman.job.gate.Board;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "Executions, the newest first.",
    footer = {"", "Example:", "  fleetman job list -n 5"})
final class JobListCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  JobListCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(List<JobDocuments.Execution> executions) {}

  @Override
  public Integer call() {
    Executions executions = new Executions(session.fleet());
    List<Board> boards =
        Parallel.map(executions.ids().stream().limit(Math.max(1, limit)).toList(), executions::read)
            .stream()
            .flatMap(Optional::stream)
            .toList();
    if (session.json()) {
      session.printJson(new Document(boards.stream().map(JobDocuments.Execution::of).toList()));
      return 0;
    }
    Table table = new Table("EXECUTION", "NAME", "STATUS", "NODES", "BY", "AT");
    for (Board board : boards) {
      ExecutionFacts facts = ExecutionFacts.of(board);
      table.row(
          facts.job().id(),
          facts.job().name().length() > 40
              ? facts.job().name().substring(0, 39) + "…"
              : facts.job().name(),
          new Cell(facts.status().name(), style(facts.status())),
          facts.words(),
          facts.job().author().by(),
          Human.time(facts.job().author().at()));
    }
    if (table.isEmpty()) {
      session.terminal().print("no job was run yet: try 'fleetman run --all -- uptime'");
    } else {
      table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    }
    return 0;
  }

  /** How a status looks. */
  static Style style(ExecutionStatus status) {
    return switch (status) {
      case SUCCEEDED -> Style.GOOD;
      case FAILED -> Style.BAD;
      case CANCELED -> Style.WARN;
      case QUEUED, IN_PROGRESS -> Style.BUSY;
    };
  }
}
