package io.fleetman.controller.cli;

import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.document.Profile;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "new",
    description = "Scaffolds a service: a commented fleetman.yaml with every key there is.",
    footer = {
      "",
      "Example:",
      "  fleetman new web",
      "  fleetman new hello --example --node node-1 && fleetman deploy hello"
    })
final class NewCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The service's folder, made if it is missing (default: the working folder).")
  private Path folder = Path.of(".");

  @Option(
      names = "--name",
      paramLabel = "MANIFEST",
      converter = Converters.ToManifest.class,
      description = "The manifest's name (default: the folder's).")
  private @Nullable ManifestId name;

  @Option(
      names = "--node",
      paramLabel = "NODE",
      defaultValue = "node-1",
      converter = Converters.ToNode.class,
      description = "The node of its first cell (default: ${DEFAULT-VALUE}).")
  private NodeId node = new NodeId("node-1");

  @Option(
      names = "--profile",
      paramLabel = "systemd|supervisor|deploy",
      defaultValue = "systemd",
      description = "How it runs; deploy is files only (default: ${DEFAULT-VALUE}).")
  private Profile profile = Profile.SYSTEMD;

  @Option(names = "--example", description = "With a small program that runs as it is.")
  private boolean example;

  @Option(names = "--dry-run", description = "Say what would be made, and write nothing.")
  private boolean dryRun;

  NewCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(ManifestId manifest, boolean dryRun, List<String> files) {}

  @Override
  public Integer call() {
    Path at = session.files().workingFolder().resolve(folder).normalize();
    ManifestId manifest = name != null ? name : named(at);
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(at.resolve("fleetman.yaml"), yaml(manifest));
    if (example) {
      files.put(at.resolve("bin/" + manifest), fill("example-run.template", manifest));
    }
    for (Path file : files.keySet()) {
      if (Files.exists(file)) {
        throw new CommandException(
            ExitCode.USAGE, file + " is there already: choose another folder, or delete it first");
      }
    }
    if (!dryRun) {
      files.forEach(NewCommand::write);
    }
    show(manifest, at, List.copyOf(files.keySet()));
    return 0;
  }

  private void show(ManifestId manifest, Path at, List<Path> files) {
    Terminal terminal = session.terminal();
    if (session.json()) {
      session.printJson(
          new Document(manifest, dryRun, files.stream().map(Path::toString).toList()));
      return;
    }
    files.forEach(file -> terminal.print((dryRun ? "would make " : "made ") + file));
    if (!dryRun) {
      terminal.say(
          (example ? "Then: " : "Put your files beside it, then: ")
              + terminal.sayPaint().bold("fleetman deploy " + relative(at)));
    }
  }

  private String relative(Path at) {
    Path from = session.files().workingFolder();
    String path = at.startsWith(from) ? from.relativize(at).toString() : at.toString();
    return path.isEmpty() ? "." : path;
  }

  private String yaml(ManifestId manifest) {
    String command =
        profile == Profile.DEPLOY
            ? "# command: ./bin/" + manifest + "    (not for the deploy profile: nothing runs)"
            : "command: ./bin/" + manifest + " '{{ vars.greeting }} from {{ node.id }}'";
    return fill("fleetman.yaml.template", manifest)
        .replace("@COMMAND@", command)
        .replace("@PROFILE@", profile.name().toLowerCase(Locale.ROOT))
        .replace("@NODE@", node.value());
  }

  private static String fill(String resource, ManifestId manifest) {
    try (InputStream in =
        Objects.requireNonNull(NewCommand.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@NAME@", manifest.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // A folder may be called anything; the manifest's name may not.
  private static ManifestId named(Path folder) {
    Path last = folder.getFileName();
    String name =
        (last == null ? "" : last.toString())
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("\\.{2,}", ".")
            .replaceAll("^[^a-z0-9]+", "");
    if (name.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "the folder " + folder + " gives no name: say it with --name");
    }
    return new ManifestId(name.length() > 63 ? name.substring(0, 63) : name);
  }

  private static void write(Path file, String text) {
    try {
      Path folder = Objects.requireNonNull(file.getParent());
      Files.createDirectories(folder);
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
      if (folder.endsWith("bin")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
