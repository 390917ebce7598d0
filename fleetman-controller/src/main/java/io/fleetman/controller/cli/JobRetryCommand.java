package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobOrder;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "retry",
    description = "Runs an execution again on the nodes that did not succeed, as a new one.",
    footer = {"", "Example:", "  fleetman job retry 20261121t094512-087-7f3a9c01be44"})
final class JobRetryCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final JobFollow follow = new JobFollow();
  @Mixin private final WriteOptions write = new WriteOptions();

  @Parameters(
      paramLabel = "EXECUTION",
      converter = JobCommand.ToExecution.class,
      description = "Its id; see 'fleetman job list'.")
  private @Nullable ExecutionId execution;

  JobRetryCommand(Session session) {
    this.session = session;
  }

  /**
   * The JSON document of a dry run.
   *
   * @param name of what would be run
   * @param nodes where
   */
  record Planned(String name, List<NodeId> nodes, boolean dryRun) {}

  @Override
  public Integer call() {
    JobOrder order =
        new Executions(session.fleet()).again(Objects.requireNonNull(execution, "required"));
    if (write.dryRun()) {
      if (session.json()) {
        session.printJson(new Planned(order.name(), List.copyOf(order.targets()), true));
      } else {
        session
            .terminal()
            .print("would run " + order.name() + " on " + Blocks.list(order.targets(), "node"));
      }
      return 0;
    }
    return new JobRun(session, session.fleetToWrite()).run(order, null, follow, write.reason());
  }
}
