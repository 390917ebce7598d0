package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.job.ExecutionFacts;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobPruner;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import java.time.Duration;
import java.util.ArrayList;
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
      "What has not ended is never deleted. Of what cannot be read nobody knows whether it has:",
      "--unreadable closes it first, and refuses what a node has begun and not ended.",
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

  @Option(
      names = "--unreadable",
      description = "Those whose job.json cannot be read go, unless a node runs them.")
  private boolean unreadable;

  JobPruneCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(boolean dryRun, List<String> executions) {}

  @Override
  public Integer call() {
    if (keep == null && age == null && !unreadable) {
      throw new Refusal.Invalid(
          "nothing says what goes: add --keep N, --older-than TIME or --unreadable");
    }
    OpenFleet fleet = session.fleet();
    JobPruner pruner = new JobPruner(fleet, new Executions(fleet));
    List<ExecutionFacts> plan = keep == null && age == null ? List.of() : pruner.plan(keep, age);
    List<Executions.Unreadable> broken = unreadable ? pruner.unreadable() : List.of();
    List<String> ids = new ArrayList<>(plan.stream().map(f -> f.job().id().value()).toList());
    broken.forEach(b -> ids.add(b.id().value()));
    if (session.json()) {
      session.printJson(new Document(write.dryRun(), ids));
    } else {
      plan.forEach(f -> session.terminal().print(f.job().id() + "  " + f.job().name()));
      broken.forEach(b -> session.terminal().print(b.id() + "  " + b.problem()));
      if (ids.isEmpty()) {
        session.terminal().print("nothing is there that would go");
      }
    }
    if (!write.dryRun()) {
      if (!ids.isEmpty()) {
        session.agree("Delete these for good?", yes.given());
      }
      OpenFleet open = session.fleetToWrite();
      JobPruner doing = new JobPruner(open, new Executions(open));
      doing.prune(plan, write.reason());
      broken.forEach(b -> doing.prune(b, write.reason()));
    }
    return 0;
  }
}
