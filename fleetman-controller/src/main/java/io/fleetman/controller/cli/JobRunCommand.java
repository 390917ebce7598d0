package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.job.JobOrder;
import io.fleetman.controller.job.Targets;
import io.fleetman.controller.job.Templates;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.JobTemplate;
import io.fleetman.layout.TemplateId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = "Runs a template, or the document in a file, on nodes.",
    footer = {
      "",
      "Example:",
      "  fleetman job run restart-service -p cell=web -l region=eu -c 2 --abort-after 0",
      "  fleetman job run -f rotate.yaml --all --no-wait"
    })
final class JobRunCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final TargetOptions targets = new TargetOptions();
  @Mixin private final PolicyOptions policy = new PolicyOptions();
  @Mixin private final JobFollow follow = new JobFollow();
  @Mixin private final WriteOptions write = new WriteOptions();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      order = 5,
      description = "A job document as YAML or JSON, ours or one for AWS IoT Device Client.")
  private @Nullable Path file;

  @Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      order = 6,
      description = "A parameter's value; may be given several times.")
  private Map<String, String> parameters = new TreeMap<>();

  @Parameters(
      paramLabel = "TEMPLATE",
      arity = "0..1",
      converter = JobCommand.ToTemplate.class,
      description = "Its name; see 'fleetman template list'.")
  private @Nullable TemplateId template;

  JobRunCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if ((file == null) == (template == null)) {
      throw new Refusal.Invalid("name a template, or give a document with --file");
    }
    OpenFleet fleet = session.fleet();
    JobTemplate from = template == null ? null : new Templates(fleet).get(template);
    JobDocument document =
        from == null ? JobCommand.file(session, Objects.requireNonNull(file)) : from.document();
    List<String> problems = io.fleetman.job.Parameters.problems(document, parameters);
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
    Targets.Preview preview = targets.preview(fleet);
    if (write.dryRun()) {
      return new JobRun(session, fleet).planned(preview);
    }
    JobOrder order =
        new JobOrder(
            from == null ? String.valueOf(file) : from.template().value(),
            from == null ? null : from.template() + " " + from.revision(),
            document,
            parameters,
            preview.nodes(),
            preview.words(),
            policy.policy(JobPolicy.DEFAULT.expireAfter(), follow.waits()),
            null);
    return new JobRun(session, session.fleetToWrite()).run(order, preview, follow, write.reason());
  }
}
