package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.layout.ManifestId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "duplicate",
    description = "Makes a manifest with the definition of another.",
    footer = {"", "Example:", "  fleetman manifest duplicate web web-beta"})
final class ManifestDuplicateCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "MANIFEST", converter = Converters.ToManifest.class)
  private @Nullable ManifestId from;

  @Parameters(index = "1", paramLabel = "NEW", converter = Converters.ToManifest.class)
  private @Nullable ManifestId to;

  @Mixin private final WriteOptions write = new WriteOptions();

  ManifestDuplicateCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(ManifestId from, ManifestId to, boolean dryRun) {}

  @Override
  public Integer call() {
    ManifestId old = Objects.requireNonNull(from, "picocli requires it");
    ManifestId name = Objects.requireNonNull(to, "picocli requires it");
    if (write.dryRun()) {
      var _ = new Manifests(session.fleet()).duplicable(old, name);
    } else {
      var _ = new Manifests(session.fleetToWrite()).duplicate(old, name, write.reason());
    }
    if (session.json()) {
      session.printJson(new Document(old, name, write.dryRun()));
    } else {
      String done = write.dryRun() ? " would be made as " : " is made as ";
      session.terminal().print("manifest " + name + done + old);
    }
    return 0;
  }
}
