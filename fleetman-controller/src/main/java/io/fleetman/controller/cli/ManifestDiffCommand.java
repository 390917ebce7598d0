package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.manifest.Revisions;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Setting;
import io.fleetman.layout.ManifestId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = "What changed between two revisions, field by field.",
    footer = {"", "Example:", "  fleetman manifest diff web 2 5", "  fleetman manifest diff web"})
final class ManifestDiffCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "MANIFEST", converter = Converters.ToManifest.class)
  private @Nullable ManifestId manifest;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FROM",
      description = "Default: the one before the current one.")
  private @Nullable Integer from;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "TO",
      description = "Default: the current one.")
  private @Nullable Integer to;

  ManifestDiffCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(ManifestId manifest, int from, int to, List<Setting> changes) {}

  @Override
  public Integer call() {
    ManifestId name = Objects.requireNonNull(manifest, "picocli requires it");
    Revisions revisions = new Revisions(session.fleet());
    int last = to == null ? revisions.current(name).revision() : to;
    int first = from == null ? last - 1 : from;
    if (first < 1) {
      throw new Refusal.Invalid(name + " has one revision only: there is nothing to compare");
    }
    List<Setting> changes = revisions.diff(name, first, last);
    if (session.json()) {
      session.printJson(new Document(name, first, last, changes));
    } else if (changes.isEmpty()) {
      session.terminal().print("revisions " + first + " and " + last + " are the same");
    } else {
      new PlanView(session).settings(changes);
    }
    return 0;
  }
}
