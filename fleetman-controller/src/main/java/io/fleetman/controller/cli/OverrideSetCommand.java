package io.fleetman.controller.cli;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.FileType;
import io.fleetman.document.OverridesDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "set",
    description = "Lays a file over the version's file of that path, or leaves it out.",
    footer = {
      "",
      "Example:",
      "  fleetman override set node-1/web app.conf ./node-1.conf --mode 0640",
      "  fleetman override set node-1/web debug.conf --delete"
    })
final class OverrideSetCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final OneCell cell = new OneCell();

  @Parameters(
      index = "1",
      paramLabel = "PATH",
      converter = Converters.ToPath.class,
      description = "Where it is put, relative to the release's folder.")
  private @Nullable RelativePath path;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file of this machine.")
  private @Nullable Path file;

  @Option(names = "--delete", description = "Leave the version's file of this path out instead.")
  private boolean delete;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "text, template or binary (default: as the version's file).")
  private @Nullable FileType type;

  @Option(names = "--owner", description = "User name (default: as the version's file).")
  private @Nullable String owner;

  @Option(names = "--group", description = "Group name (default: as the version's file).")
  private @Nullable String group;

  @Option(names = "--mode", description = "Octal, such as 0640 (default: as the version's file).")
  private @Nullable String mode;

  @Mixin private final WriteOptions write = new WriteOptions();

  OverrideSetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CellRef at = cell.resolve(session.fleet());
    RelativePath to = Objects.requireNonNull(path, "picocli requires it");
    Path from = file == null ? null : session.files().workingFolder().resolve(file);
    if (delete == (from != null)) {
      throw new Refusal.Invalid("give either FILE, to lay it over " + to + ", or --delete");
    }
    if (from != null && !Files.isRegularFile(from)) {
      throw new Refusal.Invalid(from + " is not a file");
    }
    Overrides overrides = new Overrides(session.fleet());
    if (write.dryRun()) {
      new Cells(session.fleet()).get(at);
      return OverrideView.planned(
          session, at, to + (delete ? " would be left out" : " would be overridden"));
    }
    session.fleetToWrite();
    OverridesDocument now =
        from == null
            ? overrides.hide(at, to, write.reason())
            : overrides.set(
                at, to, from, new Overrides.Attributes(type, owner, group, mode), write.reason());
    return OverrideView.show(session, at, now, true);
  }
}
