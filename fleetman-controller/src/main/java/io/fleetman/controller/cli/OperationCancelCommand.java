package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.operation.Operations;
import io.fleetman.document.OperationDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    description = "Asks for an operation to stop; its controller does so before its next step.",
    footer = {
      "",
      "What was done until then stays done; nothing is left half made.",
      "",
      "Example:",
      "  fleetman operation cancel 20261121t215931-360eb01fa461 --reason 'the wrong folder'"
    })
final class OperationCancelCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final WriteOptions write = new WriteOptions();
  @Mixin private final YesOption yes = new YesOption();

  @Parameters(paramLabel = "OPERATION", description = "Its id; see 'fleetman operation list'.")
  private String id = "";

  OperationCancelCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Operations.Seen seen = new Operations(session.fleet()).get(id);
    Operations.requireUnderWay(seen);
    String what = seen.document().operation() + " of " + seen.document().object();
    if (write.dryRun()) {
      if (session.json()) {
        session.printJson(OperationDocuments.One.of(seen));
      } else {
        session.terminal().print("would cancel " + what + ", which is " + seen.state());
      }
      return 0;
    }
    session.agree("Cancel " + what + "?", yes.given());
    OperationDocument asked = new Operations(session.fleetToWrite()).cancel(id, write.reason());
    if (session.json()) {
      session.printJson(OperationDocuments.One.of(new Operations.Seen(asked, false)));
    } else {
      session
          .terminal()
          .print(
              what
                  + " was asked to stop: its controller does so before its next step, see"
                  + " 'fleetman operation show "
                  + id
                  + "'");
    }
    return 0;
  }
}
