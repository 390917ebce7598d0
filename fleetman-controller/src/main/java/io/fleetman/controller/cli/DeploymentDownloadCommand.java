package io.fleetman.controller.cli;

import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.Download;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.ArchiveWriter;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "download",
    description = "Fetches one file, or all as an archive, checked against their hashes.",
    footer = {
      "",
      "Example:",
      "  fleetman deployment download web 1.3 --to web-1.3.tar.gz",
      "  fleetman deployment download web 1.3 bin/web --to web"
    })
final class DeploymentDownloadCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final DeploymentArguments which = new DeploymentArguments();

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "PATH",
      converter = Converters.ToPath.class,
      description = "One file (default: all, as an archive).")
  private @Nullable RelativePath path;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "A file that is not there yet; an archive ends in .tar.gz, .tgz or .zip.")
  private Path to = Path.of("");

  DeploymentDownloadCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(String file, long bytes) {}

  @Override
  public Integer call() {
    Path target = session.files().workingFolder().resolve(to).normalize();
    if (Files.exists(target)) {
      throw new CommandException(
          ExitCode.USAGE, target + " is there already: choose another, or delete it first");
    }
    DeploymentDocument deployment =
        new Deployments(session.fleet()).get(which.manifest(), which.version());
    try {
      Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
      Path draft = Files.createTempFile(folder, ".fleetman-", ".part");
      try {
        write(deployment, draft);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
      show(target, Files.size(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 0;
  }

  private void write(DeploymentDocument deployment, Path draft) throws IOException {
    Download download = new Download(session.fleet());
    try (OutputStream out = Files.newOutputStream(draft)) {
      if (path != null) {
        download.file(deployment, path, out);
      } else {
        download.archive(deployment, form(to.toString()), out);
      }
    }
  }

  private void show(Path target, long bytes) {
    if (session.json()) {
      session.printJson(new Document(target.toString(), bytes));
    } else {
      session.terminal().print(target + ": " + Human.bytes(bytes));
    }
  }

  private static ArchiveWriter.Form form(String name) {
    if (name.endsWith(".zip")) {
      return ArchiveWriter.Form.ZIP;
    }
    if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
      return ArchiveWriter.Form.TAR_GZ;
    }
    throw new Refusal.Invalid("--to: an archive's name ends in .tar.gz, .tgz or .zip");
  }
}
