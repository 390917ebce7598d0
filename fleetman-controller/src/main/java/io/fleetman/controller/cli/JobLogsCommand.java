package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobLog;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Gates;
import io.fleetman.job.gate.Standing;
import io.fleetman.job.log.Frame;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    description = "What an execution's nodes wrote, whole, in the order in which it was read.",
    footer = {
      "",
      "Standard output goes to standard output, standard error to standard error; of one node"
          + " without its name before each line.",
      "",
      "Example:",
      "  fleetman job logs 20261121t094512-087-7f3a9c01be44 node-1",
      "  fleetman job logs -f 20261121t094512-087-7f3a9c01be44"
    })
final class JobLogsCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until it has ended.")
  private boolean follow;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "Of this attempt (default: the last).")
  private @Nullable Integer attempt;

  @Parameters(
      index = "0",
      paramLabel = "EXECUTION",
      converter = JobCommand.ToExecution.class,
      description = "Its id; see 'fleetman job list'.")
  private @Nullable ExecutionId execution;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NODE",
      converter = Converters.ToNode.class,
      description = "Of this node (default: all).")
  private @Nullable NodeId node;

  JobLogsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    ExecutionId id = Objects.requireNonNull(execution, "required");
    Executions executions = new Executions(fleet);
    ExecutionMark.Execution job = executions.get(id);
    if (node != null && !job.targets().contains(node)) {
      throw new Refusal.NotFound("execution " + id + " has no node " + node);
    }
    if (follow && node == null) {
      return new JobRun(session, fleet).follow(job, Map.of(), false);
    }
    List<NodeId> nodes = node == null ? job.targets() : List.of(node);
    JobLines lines = new JobLines(session.terminal(), nodes, false, node == null);
    Board board = executions.settled(id);
    Map<NodeId, Integer> first = new TreeMap<>();
    Map<Gates.Key, JobLog> logs = new HashMap<>();
    while (true) {
      for (NodeId n : nodes) {
        Standing standing = Objects.requireNonNull(board.standings().get(n), "a target");
        int last = attempt == null ? standing.wroteLast() : attempt;
        // One that is followed may be tried again meanwhile.
        for (int i = first.computeIfAbsent(n, _ -> last); i <= last; i++) {
          logs.computeIfAbsent(new Gates.Key(n, i), key -> new JobLog(fleet, id, n, key.attempt()))
              .read(board.verdicts().get(new Gates.Key(n, i)), frames -> show(lines, n, frames));
        }
      }
      if (!follow || nodes.stream().allMatch(ended(board))) {
        break;
      }
      session.pause(Duration.ofSeconds(1));
      board = executions.settled(id);
    }
    nodes.forEach(lines::ended);
    session.terminal().out().flush();
    return 0;
  }

  private static Predicate<NodeId> ended(Board board) {
    return n -> board.standings().get(n) instanceof Standing.Ended;
  }

  // Of one node the very bytes, so that they may be piped on; but a terminal would obey them.
  private void show(JobLines lines, NodeId from, List<Frame> frames) {
    if (node == null || session.terminal().isShown()) {
      lines.wrote(from, frames);
      return;
    }
    for (Frame frame : frames) {
      (frame.stream() == Stream.OUT ? session.terminal().out() : session.terminal().err())
          .writeBytes(frame.bytes());
    }
  }
}
