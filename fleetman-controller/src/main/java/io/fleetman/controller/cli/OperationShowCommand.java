package io.fleetman.controller.cli;

import io.fleetman.codec.Json;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.operation.Operations;
import io.fleetman.document.Author;
import io.fleetman.document.OperationDocument;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "One operation: how far it is, and what came of it.",
    footer = {"", "Example:", "  fleetman operation show 20261121t215931-360eb01fa461"})
final class OperationShowCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "OPERATION", description = "Its id; see 'fleetman operation list'.")
  private String id = "";

  OperationShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Operations.Seen seen = new Operations(session.fleet()).get(id);
    if (session.json()) {
      session.printJson(OperationDocuments.One.of(seen));
      return 0;
    }
    OperationDocument d = seen.document();
    Terminal terminal = session.terminal();
    terminal.print(
        terminal.paint().bold(d.operation())
            + "  "
            + d.object()
            + "  "
            + terminal.paint().as(OperationDocuments.style(seen), seen.state()));
    terminal.print("operation " + d.id() + ", " + words(d.author()));
    terminal.print("how far: " + seen.progress());
    if (d.cancel() != null) {
      terminal.print("asked to stop: " + words(d.cancel()));
    }
    if (d.failure() != null) {
      terminal.print(d.failure().title() + ": " + d.failure().detail());
      for (OperationDocument.Failure.Part part : d.failure().errors()) {
        terminal.print("  " + (part.field() == null ? "" : part.field() + ": ") + part.message());
      }
    }
    if (d.result() != null) {
      terminal.print(new String(Json.write(d.result()), StandardCharsets.UTF_8).strip());
    }
    return 0;
  }

  private static String words(Author author) {
    @Nullable String reason = author.reason();
    return "by "
        + author.by()
        + " at "
        + Human.time(author.at())
        + (reason == null ? "" : ": " + reason);
  }
}
