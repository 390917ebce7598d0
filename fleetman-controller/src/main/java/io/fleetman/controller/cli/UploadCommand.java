package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.Drafts;
import io.fleetman.controller.deployment.UploadResult;
import io.fleetman.controller.staging.Staging;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.Sources;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "upload",
    description = "Puts files, folders and archives into a draft version of a manifest.",
    footer = {
      "",
      "A folder's content comes to the draft's root, and so does an archive's. What is there with",
      "the same content is not sent again.",
      "",
      "Example:",
      "  fleetman upload web 1.2 ./build",
      "  fleetman upload web 1.2 web-1.2.tar.gz app.conf --replace",
      "  fleetman upload web 1.2 certificates --from-staging"
    })
final class UploadCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final ManifestVersion which = new ManifestVersion();

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files, folders, .zip, .tar, .tar.gz and .tgz.")
  private List<Path> paths = List.of();

  @Option(
      names = "--replace",
      description = "The draft becomes exactly this; files that it has beside go.")
  private boolean replace;

  @Option(
      names = "--from-staging",
      description = "The paths are staging's: their files are copied within the store.")
  private boolean fromStaging;

  @Mixin private final WriteOptions write = new WriteOptions();

  UploadCommand(Session session) {
    this.session = session;
  }

  /** The JSON document: see {@link UploadResult}. */
  record Document(
      ManifestId manifest,
      Version version,
      boolean dryRun,
      int files,
      int uploaded,
      int copied,
      int unchanged,
      int removed,
      long bytes) {}

  @Override
  public Integer call() {
    ManifestId to = which.manifest();
    Version name = which.version();
    OpenFleet fleet = write.dryRun() ? session.fleet() : session.fleetToWrite();
    if (fromStaging) {
      return fromStaging(fleet, to, name);
    }
    List<Path> absolute =
        paths.stream().map(p -> session.files().workingFolder().resolve(p)).toList();
    try (Sources sources = Sources.open(absolute)) {
      int files = sources.tree().files().size();
      if (write.dryRun()) {
        show(new Document(to, name, true, files, 0, 0, 0, 0, sources.tree().bytes()));
        return 0;
      }
      UploadResult done;
      try (PublishProgress progress = new PublishProgress(session.terminal())) {
        done =
            new Deployments(fleet)
                .upload(
                    to,
                    name,
                    HashedTree.of(sources.tree()),
                    replace ? Deployments.Mode.REPLACE : Deployments.Mode.ADD,
                    progress);
      }
      show(
          new Document(
              to,
              name,
              false,
              done.deployment().files().size(),
              done.uploaded(),
              done.copied(),
              done.unchanged(),
              done.removed(),
              done.bytes()));
      return 0;
    }
  }

  private int fromStaging(OpenFleet fleet, ManifestId to, Version name) {
    if (replace) {
      throw new Refusal.Invalid("--from-staging adds to a draft: leave --replace out");
    }
    SortedMap<RelativePath, TreeEntry> picked =
        new Staging(fleet).pick(paths.stream().map(p -> new RelativePath(p.toString())).toList());
    long bytes = picked.values().stream().mapToLong(TreeEntry::size).sum();
    if (write.dryRun()) {
      show(new Document(to, name, true, picked.size(), 0, 0, 0, 0, bytes));
      return 0;
    }
    UploadResult done = new Drafts(fleet).copyIn(to, name, picked, UploadListener.NONE);
    show(
        new Document(
            to,
            name,
            false,
            done.deployment().files().size(),
            0,
            done.copied(),
            done.unchanged(),
            0,
            0));
    return 0;
  }

  private void show(Document document) {
    if (session.json()) {
      session.printJson(document);
      return;
    }
    String name = document.manifest + " " + document.version;
    session
        .terminal()
        .print(
            document.dryRun
                ? "would put at most %s (%s) into the draft %s"
                    .formatted(
                        Human.count(document.files, "file"), Human.bytes(document.bytes), name)
                : "draft %s: %s; %d sent (%s), %d copied within the store, %d there already, %d removed"
                    .formatted(
                        name,
                        Human.count(document.files, "file"),
                        document.uploaded,
                        Human.bytes(document.bytes),
                        document.copied,
                        document.unchanged,
                        document.removed));
  }
}
