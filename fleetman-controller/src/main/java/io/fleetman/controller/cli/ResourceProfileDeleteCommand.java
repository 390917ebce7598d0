package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.manifest.ResourceProfiles;
import io.fleetman.layout.ManifestId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = "Takes a resource profile away that no manifest uses.",
    footer = {"", "Example:", "  fleetman resource-profile delete small --yes"})
final class ResourceProfileDeleteCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", description = "Which.")
  private @Nullable String name;

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final WriteOptions write = new WriteOptions();

  ResourceProfileDeleteCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(String name, boolean dryRun, List<ManifestId> users) {}

  @Override
  public Integer call() {
    String which = Objects.requireNonNull(name, "picocli requires it");
    List<ManifestId> users = new ResourceProfiles(session.fleet()).users(which);
    if (!write.dryRun()) {
      session.agree("Delete the resource profile " + which + "?", yes.given());
      new ResourceProfiles(session.fleetToWrite()).delete(which, write.reason());
    }
    if (session.json()) {
      session.printJson(new Document(which, write.dryRun(), users));
    } else if (write.dryRun()) {
      session
          .terminal()
          .print(
              users.isEmpty()
                  ? "resource profile " + which + " would be deleted"
                  : "resource profile " + which + " would not be deleted: it is used by " + users);
    } else {
      session.terminal().print("resource profile " + which + " is deleted");
    }
    return 0;
  }
}
