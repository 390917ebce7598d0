package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.job.ExecutionFacts;
import io.fleetman.controller.job.Executions;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Parameters;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Standing;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
    name = "show",
    description = "One execution, and where each of its nodes stands.",
    footer = {"", "Example:", "  fleetman job show 20261121t094512-087-7f3a9c01be44"})
final class JobShowCommand implements Callable<Integer> {
  private final Session session;

  @CommandLine.Parameters(
      paramLabel = "EXECUTION",
      converter = JobCommand.ToExecution.class,
      description = "Its id; see 'fleetman job list'.")
  private @Nullable ExecutionId execution;

  JobShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Board board =
        new Executions(session.fleet()).settled(Objects.requireNonNull(execution, "required"));
    if (session.json()) {
      session.printJson(JobDocuments.Execution.of(board));
      return 0;
    }
    Terminal terminal = session.terminal();
    ExecutionFacts facts = ExecutionFacts.of(board);
    ExecutionMark.Execution job = facts.job();
    terminal.print(
        terminal.paint().bold(job.name())
            + "  "
            + terminal.paint().as(JobListCommand.style(facts.status()), facts.status().name())
            + (facts.aborted() ? "  aborted" : ""));
    terminal.print(
        "execution "
            + job.id()
            + ", by "
            + job.author().by()
            + " at "
            + Human.time(job.author().at()));
    line("template", job.template());
    line("chosen by", job.chosen());
    line("retries", job.retryOf());
    Parameters.masked(job.document(), job.parameters())
        .forEach((name, value) -> line("parameter " + name, value));
    Table table = new Table("NODE", "STATUS", "EXIT", "TOOK", "REASON");
    for (Map.Entry<NodeId, Standing> node : board.standings().entrySet()) {
      JobDocuments.NodeResult result = JobDocuments.NodeResult.of(node.getKey(), node.getValue());
      table.row(
          result.node(),
          new Cell(
              result.status().name() + (result.attempts() > 1 ? " ×" + result.attempts() : ""),
              style(result.status())),
          result.exitCode() == null ? "" : result.exitCode(),
          result.millis() == null ? "" : Human.span(Duration.ofMillis(result.millis())),
          result.reason() == null ? "" : result.reason());
    }
    table.lines(terminal.paint()).forEach(terminal::print);
    return 0;
  }

  private void line(String what, @Nullable Object value) {
    if (value != null) {
      session.terminal().print(what + ": " + value);
    }
  }

  private static Style style(NodeStatus status) {
    return switch (status) {
      case SUCCEEDED -> Style.GOOD;
      case FAILED, TIMED_OUT, REJECTED, LOST -> Style.BAD;
      case CANCELED, EXPIRED -> Style.WARN;
      case QUEUED, IN_PROGRESS -> Style.BUSY;
    };
  }
}
