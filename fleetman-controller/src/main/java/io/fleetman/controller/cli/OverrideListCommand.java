package io.fleetman.controller.cli;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.console.Session;
import io.fleetman.layout.CellRef;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = "A cell's overrides.",
    footer = {"", "Example:", "  fleetman override list node-1/web"})
final class OverrideListCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final OneCell cell = new OneCell();

  OverrideListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CellRef at = cell.resolve(session.fleet());
    new Cells(session.fleet()).get(at);
    return OverrideView.show(
        session, at, new Overrides(session.fleet()).list(at).orElse(null), false);
  }
}
