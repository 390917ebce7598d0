package io.fleetman.controller.cli;

import io.fleetman.codec.Json;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.job.JobOrder;
import io.fleetman.controller.job.Targets;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.job.JobDocument;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.read.JobReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = "Runs a command on nodes, and shows what they say as they say it.",
    footer = {
      "",
      "The words after -- are the program and its arguments; no shell reads them unless you name"
          + " one.",
      "",
      "Example:",
      "  fleetman run -l region=eu --max-concurrent 10%% -- uname -a",
      "  fleetman run --all --group -- sh -c 'df -h / | tail -1'",
      "  fleetman run -n node-1,node-2 --user app --timeout 30s -- /opt/app/check"
    })
final class RunCommand implements Callable<Integer> {
  private static final Duration EXPIRY = Duration.ofHours(1);

  private final Session session;
  @Mixin private final TargetOptions targets = new TargetOptions();
  @Mixin private final PolicyOptions policy = new PolicyOptions();
  @Mixin private final JobFollow follow = new JobFollow();
  @Mixin private final WriteOptions write = new WriteOptions();

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      order = 5,
      description = "As this user of the node (default: the agent's).")
  private @Nullable String user;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "The program and its arguments, after --.")
  private List<String> command = List.of();

  RunCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    Targets.Preview preview = targets.preview(fleet);
    Step step =
        new Step(
            command.getFirst(),
            new StepInput.RunCommand(command),
            user,
            Map.of(),
            null,
            null,
            0,
            null,
            false);
    // Read as any document is, so that what is refused is refused here.
    JobDocument document = JobCommand.valid(JobReader.read(Json.tree(JobDocument.of(step))));
    JobRun run = new JobRun(session, fleet);
    if (write.dryRun()) {
      return run.planned(preview);
    }
    JobOrder order =
        new JobOrder(
            String.join(" ", command),
            null,
            document,
            Map.of(),
            preview.nodes(),
            preview.words(),
            policy.policy(EXPIRY, follow.waits()),
            null);
    return new JobRun(session, session.fleetToWrite()).run(order, preview, follow, write.reason());
  }
}
