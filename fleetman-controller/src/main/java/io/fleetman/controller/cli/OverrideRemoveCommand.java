package io.fleetman.controller.cli;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.console.Session;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "rm",
    description = "Takes an override away, so that the version's file counts again.",
    footer = {"", "Example:", "  fleetman override rm node-1/web app.conf"})
final class OverrideRemoveCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final OneCell cell = new OneCell();

  @Parameters(index = "1", paramLabel = "PATH", converter = Converters.ToPath.class)
  private @Nullable RelativePath path;

  @Mixin private final WriteOptions write = new WriteOptions();

  OverrideRemoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CellRef at = cell.resolve(session.fleet());
    RelativePath which = Objects.requireNonNull(path, "picocli requires it");
    if (write.dryRun()) {
      new Cells(session.fleet()).get(at);
      return OverrideView.planned(session, at, which + " would no longer be overridden");
    }
    return OverrideView.show(
        session, at, new Overrides(session.fleetToWrite()).remove(at, which, write.reason()), true);
  }
}
