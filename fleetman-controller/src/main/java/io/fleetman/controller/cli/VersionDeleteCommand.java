package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Versions;
import io.fleetman.controller.publish.Versions.VersionInfo;
import io.fleetman.controller.support.Refusal;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = "Deletes a version of a cell from the bucket; its name is not used again there.",
    footer = {"", "Example:", "  fleetman version delete node-1/web 1.0 --yes"})
final class VersionDeleteCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final OneCell cell = new OneCell();

  @Parameters(index = "1", paramLabel = "VERSION", converter = Converters.ToVersion.class)
  private @Nullable Version version;

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final WriteOptions write = new WriteOptions();

  VersionDeleteCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(CellRef cell, Version version, boolean dryRun, boolean deleted) {}

  @Override
  public Integer call() {
    CellRef of = cell.resolve(session.fleet());
    Version which = Objects.requireNonNull(version, "picocli requires it");
    Versions versions = new Versions(session.fleet());
    if (write.dryRun()) {
      VersionInfo info =
          versions.list(of).stream()
              .filter(v -> v.version().equals(which))
              .findFirst()
              .orElseThrow(() -> new Refusal.NotFound(of + " has no version " + which));
      if (info.desired()) {
        throw new Refusal.Invalid(
            which + " is what " + of + " must be at: publish another version first");
      }
    } else {
      session.agree("Delete version " + which + " of " + of + " for good?", yes.given());
      session.fleetToWrite();
      versions.delete(of, which, write.reason());
    }
    if (session.json()) {
      session.printJson(new Document(of, which, write.dryRun(), !write.dryRun()));
    } else {
      String done = write.dryRun() ? "would be deleted" : "is deleted; its name stays taken";
      session.terminal().print("version " + which + " of " + of + " " + done);
    }
    return 0;
  }
}
