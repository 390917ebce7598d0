package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.DraftFiles;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.Expected;
import io.fleetman.controller.tree.FileTree;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.LocalFile;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "put",
    description = "Puts one file into a draft, under a path of its own.",
    footer = {
      "",
      "With --if-sha256 only in place of exactly that content: of two who edit one file, the"
          + " second",
      "is told.",
      "",
      "Example:",
      "  fleetman deployment put web 1.4 conf/app.conf --from app.conf"
    })
final class DeploymentPutCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final DeploymentArguments which = new DeploymentArguments();

  @Parameters(index = "2", paramLabel = "PATH", converter = Converters.ToPath.class)
  private @Nullable RelativePath path;

  @Option(names = "--from", required = true, paramLabel = "FILE", description = "Its content.")
  private Path from = Path.of("");

  @Option(
      names = "--if-sha256",
      paramLabel = "HASH",
      description = "The content that it takes the place of.")
  private @Nullable String seen;

  @Mixin private final WriteOptions write = new WriteOptions();

  DeploymentPutCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RelativePath to = Objects.requireNonNull(path, "picocli requires it");
    Path file = session.files().workingFolder().resolve(from).normalize();
    if (!Files.isRegularFile(file)) {
      throw new Refusal.NotFound("there is no file " + file);
    }
    HashedTree tree = HashedTree.of(new FileTree(new TreeMap<>(Map.of(to, local(to, file)))));
    if (write.dryRun()) {
      Deployments.requireDraft(
          new Deployments(session.fleet()).get(which.manifest(), which.version()));
    } else {
      try (PublishProgress progress = new PublishProgress(session.terminal())) {
        var _ =
            new DraftFiles(session.fleetToWrite())
                .put(
                    which.manifest(),
                    which.version(),
                    tree,
                    seen == null ? new Expected.Anything() : new Expected.Content(seen),
                    progress);
      }
    }
    return DeploymentView.done(session, which, write.dryRun(), "given " + to);
  }

  private static LocalFile local(RelativePath path, Path file) {
    try {
      return new LocalFile(path, file, false, Files.size(file), LocalFile.isExecutable(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
