package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.job.ExecutionFacts;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobPruner;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "prune",
    description = "Deletes ended executions with their output.",
    footer = {
      "",
      "What has not ended is never deleted.",
      "",
      "Example:",
      "  fleetman job prune --keep 200 --older-than 30d --yes"
    })
final class JobPruneCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final WriteOptions write = new WriteOptions();

  @Option(names = "--keep", paramLabel = "N", description = "The newest so many stay.")
  private @Nullable Integer keep;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      converter = WaitOptions.TimeConverter.class,
      description = "Those that ended longer ago go, such as 30d.")
  private @Nullable Duration age;

  JobPruneCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(boolean dryRun, List<String> executions) {}

  @Override
  public Integer call() {
    if (keep == null && age == null) {
      throw new Refusal.Invalid("nothing says what goes: add --keep N or --older-than TIME");
    }
    OpenFleet fleet = session.fleet();
    List<ExecutionFacts> plan = new JobPruner(fleet, new Executions(fleet)).plan(keep, age);
    List<String> ids = plan.stream().map(f -> f.job().id().value()).toList();
    if (session.json()) {
      session.printJson(new Document(write.dryRun(), ids));
    } else {
      plan.forEach(f -> session.terminal().print(f.job().id() + "  " + f.job().name()));
      if (plan.isEmpty()) {
        session.terminal().print("nothing is old enough to go");
      }
    }
    if (!write.dryRun()) {
      if (!plan.isEmpty()) {
        session.agree("Delete these for good?", yes.given());
      }
      OpenFleet open = session.fleetToWrite();
      new JobPruner(open, new Executions(open)).prune(plan, write.reason());
    }
    return 0;
  }
}
