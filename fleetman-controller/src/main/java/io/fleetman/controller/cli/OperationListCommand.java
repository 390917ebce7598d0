package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.operation.Operations;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "Long work of the last seven days, the newest first.",
    footer = {"", "Example:", "  fleetman operation list --state running"})
final class OperationListCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only running, succeeded, failed, canceled or interrupted ones.")
  private @Nullable String state;

  @Mixin private final LimitOption limit = new LimitOption();

  OperationListCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(List<OperationDocuments.One> operations) {}

  @Override
  public Integer call() {
    Operations.Page page =
        new Operations(session.fleet())
            .newest(null, limit.most(), state == null ? null : Operations.state("--state", state));
    if (session.json()) {
      session.printJson(
          new Document(page.items().stream().map(OperationDocuments.One::of).toList()));
      return 0;
    }
    Table table = new Table("OPERATION", "DOES", "WHAT", "STATE", "HOW FAR", "BY", "AT");
    for (Operations.Seen seen : page.items()) {
      table.row(
          seen.document().id(),
          seen.document().operation(),
          seen.document().object().toString(),
          new Cell(seen.state(), OperationDocuments.style(seen)),
          seen.progress(),
          seen.document().author().by(),
          Human.time(seen.document().author().at()));
    }
    if (table.isEmpty()) {
      session.terminal().print("there is no such operation");
    } else {
      table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    }
    return 0;
  }
}
