package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.deploy.Units;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.UnitPreview;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.ManifestSpec;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "unit",
    description = "The systemd unit or supervisor program that an agent would make of it.",
    footer = {
      "",
      "With a cell its variables and its node's labels count; without, example names stand in.",
      "",
      "Example:",
      "  fleetman manifest unit web node-1/web"
    })
final class ManifestUnitCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "MANIFEST", converter = Converters.ToManifest.class)
  private @Nullable ManifestId manifest;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NODE/CELL",
      converter = Converters.ToCell.class,
      description = "For this cell.")
  private @Nullable CellRef cell;

  @Option(
      names = "--version-name",
      paramLabel = "VERSION",
      defaultValue = "VERSION",
      converter = Converters.ToVersion.class,
      description = "What stands for the version (default: ${DEFAULT-VALUE}).")
  private Version version = new Version("VERSION");

  @Option(
      names = "--base",
      paramLabel = "FOLDER",
      defaultValue = "/opt/fleetman",
      description = "The node's service folder (default: ${DEFAULT-VALUE}).")
  private Path base = Path.of("/opt/fleetman");

  ManifestUnitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ManifestId name = Objects.requireNonNull(manifest, "picocli requires it");
    OpenFleet fleet = session.fleet();
    ManifestSpec spec = new Manifests(fleet).get(name).spec();
    UnitPreview preview = Units.of(fleet, name, spec, cell, version, base);
    if (session.json()) {
      session.printJson(preview);
      return 0;
    }
    Terminal terminal = session.terminal();
    if (preview.text() != null) {
      preview.text().lines().forEach(terminal::print);
    }
    preview.notes().forEach(note -> terminal.say("note: " + note));
    return 0;
  }
}
