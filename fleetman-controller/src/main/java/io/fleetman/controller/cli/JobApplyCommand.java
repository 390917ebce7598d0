package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.job.Templates;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobTemplate;
import io.fleetman.layout.TemplateId;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "apply",
    description = "Makes or changes a job template from a document.",
    footer = {
      "",
      "Example:",
      "  fleetman job apply rotate-keys rotate.yaml --description 'New keys'"
    })
final class JobApplyCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final WriteOptions write = new WriteOptions();

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  private @Nullable String description;

  @Parameters(
      index = "0",
      paramLabel = "TEMPLATE",
      converter = JobCommand.ToTemplate.class,
      description = "Its name.")
  private @Nullable TemplateId template;

  @Parameters(index = "1", paramLabel = "FILE", description = "The document, YAML or JSON.")
  private @Nullable Path file;

  JobApplyCommand(Session session) {
    this.session = session;
  }

  /**
   * The JSON document of a dry run.
   *
   * @param revision the one that there is; null: none
   */
  record Planned(TemplateId template, @Nullable Integer revision, boolean dryRun) {}

  @Override
  public Integer call() {
    TemplateId name = Objects.requireNonNull(template, "required");
    JobDocument document = JobCommand.file(session, Objects.requireNonNull(file, "required"));
    JobTemplate old = new Templates(session.fleet()).find(name).orElse(null);
    String words = description == null && old != null ? old.description() : description;
    if (write.dryRun()) {
      if (session.json()) {
        session.printJson(new Planned(name, old == null ? null : old.revision(), true));
      } else {
        session
            .terminal()
            .print("would " + (old == null ? "make" : "change") + " template " + name);
      }
      return 0;
    }
    JobTemplate written =
        new Templates(session.fleetToWrite()).apply(name, words, document, null, write.reason());
    if (session.json()) {
      session.printJson(written);
    } else {
      session.terminal().print("template " + name + " revision " + written.revision());
    }
    return 0;
  }
}
