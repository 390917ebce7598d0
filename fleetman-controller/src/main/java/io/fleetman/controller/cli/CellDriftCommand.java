package io.fleetman.controller.cli;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.console.Session;
import io.fleetman.document.DriftPolicy;
import io.fleetman.layout.CellRef;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "drift",
    description = "Says what becomes of what is changed by hand: reported, or repaired.",
    footer = {
      "",
      "While a controller runs it deploys such a cell's version again once it drifted; never"
          + " sooner",
      "than ten minutes after the node last did something to it.",
      "",
      "Example:",
      "  fleetman cell drift node-1/web repair"
    })
final class CellDriftCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final OneCell cell = new OneCell();

  @Parameters(index = "1", paramLabel = "POLICY", description = "report or repair.")
  private @Nullable DriftPolicy policy;

  @Mixin private final WriteOptions write = new WriteOptions();

  CellDriftCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(CellRef cell, boolean dryRun, DriftPolicy onDrift) {}

  @Override
  public Integer call() {
    CellRef of = cell.resolve(session.fleet());
    DriftPolicy wanted = Objects.requireNonNull(policy, "picocli requires it");
    Cells cells = new Cells(session.fleet());
    var _ = cells.get(of);
    if (!write.dryRun()) {
      session.fleetToWrite();
      var _ = cells.onDrift(of, wanted, write.reason());
    }
    if (session.json()) {
      session.printJson(new Document(of, write.dryRun(), wanted));
    } else {
      String word = wanted == DriftPolicy.REPAIR ? "repaired" : "reported and left as it is";
      session
          .terminal()
          .print(
              "what is changed by hand on " + of + (write.dryRun() ? " would be " : " is ") + word);
    }
    return 0;
  }
}
