package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.job.Executions;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    description = "Cancels an execution: what has not begun will not, what runs is stopped.",
    footer = {"", "Example:", "  fleetman job cancel 20261121t094512-087-7f3a9c01be44 -n node-1"})
final class JobCancelCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final WriteOptions write = new WriteOptions();
  @Mixin private final YesOption yes = new YesOption();

  @Option(
      names = {"-n", "--node"},
      paramLabel = "NODE",
      converter = Converters.ToNode.class,
      description = "On this node only (default: on all).")
  private @Nullable NodeId node;

  @Parameters(
      paramLabel = "EXECUTION",
      converter = JobCommand.ToExecution.class,
      description = "Its id; see 'fleetman job list'.")
  private @Nullable ExecutionId execution;

  JobCancelCommand(Session session) {
    this.session = session;
  }

  /**
   * The JSON document of a dry run.
   *
   * @param name of what is run
   * @param node where alone it would be cancelled; null: everywhere
   */
  record Planned(ExecutionId execution, String name, @Nullable NodeId node, boolean dryRun) {}

  @Override
  public Integer call() {
    ExecutionId id = Objects.requireNonNull(execution, "required");
    Executions executions = new Executions(session.fleet());
    String what = "execution " + id + (node == null ? "" : " on " + node);
    if (write.dryRun()) {
      String name = executions.get(id).name();
      if (session.json()) {
        session.printJson(new Planned(id, name, node, true));
      } else {
        session.terminal().print("would cancel " + what + ", " + name);
      }
      return 0;
    }
    session.agree("Cancel " + what + "?", yes.given());
    Executions.Canceled canceled =
        new Executions(session.fleetToWrite()).cancel(id, node, write.reason());
    if (session.json()) {
      session.printJson(canceled);
    } else {
      session
          .terminal()
          .print(
              canceled.closed()
                  + " had not begun and will not, "
                  + canceled.asked()
                  + " were told to stop");
    }
    return 0;
  }
}
