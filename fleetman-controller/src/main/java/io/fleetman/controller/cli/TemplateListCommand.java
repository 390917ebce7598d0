package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.job.Templates;
import io.fleetman.job.JobTemplate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "All job templates, those that come with the program too.",
    footer = {"", "Example:", "  fleetman template list"})
final class TemplateListCommand implements Callable<Integer> {
  private final Session session;

  TemplateListCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(List<JobTemplate> templates) {}

  @Override
  public Integer call() {
    List<JobTemplate> templates = new Templates(session.fleet()).list();
    if (session.json()) {
      session.printJson(new Document(templates));
      return 0;
    }
    Table table = new Table("TEMPLATE", "REVISION", "PARAMETERS", "DESCRIPTION");
    for (JobTemplate t : templates) {
      table.row(
          t.template(),
          t.revision(),
          String.join(", ", t.document().parameters().keySet()),
          t.description() == null ? "" : t.description());
    }
    table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    return 0;
  }
}
