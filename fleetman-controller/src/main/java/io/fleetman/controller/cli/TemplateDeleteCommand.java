package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.job.Templates;
import io.fleetman.job.JobTemplate;
import io.fleetman.layout.TemplateId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = "Takes a job template away; executions that ran it stay.",
    footer = {"", "Example:", "  fleetman template delete rotate-keys --yes"})
final class TemplateDeleteCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final WriteOptions write = new WriteOptions();

  @Parameters(
      paramLabel = "TEMPLATE",
      converter = JobCommand.ToTemplate.class,
      description = "Its name.")
  private @Nullable TemplateId template;

  TemplateDeleteCommand(Session session) {
    this.session = session;
  }

  /**
   * The JSON document.
   *
   * @param revision its last
   */
  record Document(TemplateId template, int revision, boolean dryRun) {}

  @Override
  public Integer call() {
    TemplateId name = Objects.requireNonNull(template, "required");
    JobTemplate found = new Templates(session.fleet()).get(name);
    if (!write.dryRun()) {
      session.agree("Delete template " + name + "?", yes.given());
      new Templates(session.fleetToWrite()).delete(name, write.reason());
    }
    if (session.json()) {
      session.printJson(new Document(name, found.revision(), write.dryRun()));
    } else {
      session
          .terminal()
          .print(
              write.dryRun()
                  ? "would delete template " + name
                  : "template " + name + ", revision " + found.revision() + ", deleted");
    }
    return 0;
  }
}
