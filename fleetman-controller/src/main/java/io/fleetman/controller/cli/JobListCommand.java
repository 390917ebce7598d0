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
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "Executions, the newest first.",
    footer = {"", "Example:", "  fleetman job list -n 5", "  fleetman job list --node node-1"})
final class JobListCommand implements Callable<Integer> {
  private static final int AT_ONCE = 50;

  private final Session session;

  @Mixin private final LimitOption limit = new LimitOption();

  @Option(
      names = "--node",
      paramLabel = "NODE",
      converter = Converters.ToNode.class,
      description = "Only those that this node was told to run.")
  private @Nullable NodeId node;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only queued, in_progress, succeeded, failed or canceled ones.")
  private @Nullable ExecutionStatus status;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "Only those that have this in their id, name, template or author.")
  private String name = "";

  JobListCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(List<JobDocuments.Execution> executions, List<String> unreadable) {}

  @Override
  public Integer call() {
    Executions executions = new Executions(session.fleet());
    List<String> unreadable = new CopyOnWriteArrayList<>();
    List<Board> boards = boards(executions, unreadable);
    if (session.json()) {
      session.printJson(
          new Document(
              boards.stream().map(JobDocuments.Execution::of).toList(), List.copyOf(unreadable)));
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
    unreadable.forEach(problem -> session.terminal().say("note: " + problem));
    if (table.isEmpty()) {
      session.terminal().print("no job was run yet: try 'fleetman run --all -- uptime'");
    } else {
      table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    }
    return 0;
  }

  private List<Board> boards(Executions executions, List<String> unreadable) {
    List<ExecutionId> ids = node == null ? executions.ids() : executions.ofNode(node);
    int most = limit.most();
    List<Board> found = new ArrayList<>();
    for (int from = 0; from < ids.size() && found.size() < most; from += AT_ONCE) {
      List<ExecutionId> some = ids.subList(from, Math.min(from + AT_ONCE, ids.size()));
      Parallel.map(some, id -> executions.read(id, u -> unreadable.add(u.sentence()))).stream()
          .flatMap(Optional::stream)
          .filter(board -> status == null || board.status() == status)
          .filter(board -> ExecutionFacts.of(board).mentions(name))
          .forEach(found::add);
    }
    return found.subList(0, Math.min(most, found.size()));
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
