package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.job.JobText;
import io.fleetman.controller.job.Templates;
import io.fleetman.controller.support.Refusal;
import io.fleetman.job.JobTemplate;
import io.fleetman.layout.TemplateId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "A job template's document, as YAML.",
    footer = {"", "Example:", "  fleetman template show restart-service > my.yaml"})
final class TemplateShowCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--revision",
      paramLabel = "N",
      description = "Of this revision (default: the last).")
  private @Nullable Integer revision;

  @Parameters(
      paramLabel = "TEMPLATE",
      converter = JobCommand.ToTemplate.class,
      description = "Its name.")
  private @Nullable TemplateId template;

  TemplateShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Templates templates = new Templates(session.fleet());
    TemplateId name = Objects.requireNonNull(template, "required");
    JobTemplate found =
        revision == null
            ? templates.get(name)
            : templates.revisions(name).stream()
                .filter(t -> t.revision() == revision)
                .findFirst()
                .orElseThrow(
                    () ->
                        new Refusal.NotFound("template " + name + " has no revision " + revision));
    if (session.json()) {
      session.printJson(found);
    } else {
      session.terminal().out().print(JobText.of(found.document()));
    }
    return 0;
  }
}
