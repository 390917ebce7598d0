package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.deployment.FileContent;
import io.fleetman.controller.portal.Shell;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.tree.FileChange;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.layout.RelativePath;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two versions, file by file.
 *
 * @param versions to choose from
 * @param changes what differs
 * @param same how many files do not
 * @param only the one file that is shown; empty: all
 */
public record Comparison(
    String manifest,
    String from,
    String to,
    List<String> versions,
    List<Change> changes,
    int same,
    String only) {
  // Diffs beyond that are shown when they are asked for.
  private static final int SHOWN = 25;

  /**
   * A file that differs.
   *
   * @param kind {@code added}, {@code changed} or {@code removed}
   * @param what in words; empty unless it was changed
   * @param diff line by line; null if it is no text, or not asked for yet
   * @param note why there is no diff; empty if there is
   * @param picture whether both can be looked at
   */
  public record Change(
      String path,
      FileChange.Kind kind,
      List<String> what,
      String sizes,
      @Nullable LineDiff diff,
      String note,
      boolean picture) {}

  static Comparison of(
      OpenFleet fleet,
      DeploymentDocument from,
      DeploymentDocument to,
      List<String> versions,
      String only) {
    List<FileChange> all = FileChange.between(from.files(), to.files());
    List<FileChange> differ =
        all.stream()
            .filter(c -> c.kind() != FileChange.Kind.SAME)
            .filter(c -> only.isEmpty() || c.path().value().equals(only))
            .toList();
    List<FileChange> shown = differ.stream().limit(SHOWN).toList();
    List<Change> changes =
        new java.util.ArrayList<>(Parallel.map(shown, c -> change(fleet, from, to, c)));
    differ.stream()
        .skip(SHOWN)
        .forEach(
            c ->
                changes.add(
                    new Change(c.path().value(), c.kind(), c.what(), sizes(c), null, "", false)));
    return new Comparison(
        from.manifest().value(),
        from.version().value(),
        to.version().value(),
        versions,
        changes,
        (int) all.stream().filter(c -> c.kind() == FileChange.Kind.SAME).count(),
        only);
  }

  private static Change change(
      OpenFleet fleet, DeploymentDocument from, DeploymentDocument to, FileChange c) {
    RelativePath path = c.path();
    if (c.kind() == FileChange.Kind.CHANGED && !c.what().contains("content")) {
      return new Change(
          path.value(), c.kind(), c.what(), sizes(c), null, "The content is the same.", false);
    }
    FileContent old = FileContent.of(fleet, from, path);
    FileContent now = FileContent.of(fleet, to, path);
    Optional<String> before = FileContent.text(old);
    Optional<String> after = FileContent.text(now);
    if (before.isPresent() && after.isPresent()) {
      LineDiff diff = LineDiff.between(before.get(), after.get());
      return new Change(path.value(), c.kind(), c.what(), sizes(c), diff, "", false);
    }
    boolean picture = old instanceof FileContent.Picture || now instanceof FileContent.Picture;
    String note =
        old instanceof FileContent.Opaque(var why)
            ? why
            : now instanceof FileContent.Opaque(var why) ? why : "";
    return new Change(
        path.value(),
        c.kind(),
        c.what(),
        sizes(c),
        null,
        picture ? "" : "Not compared line by line: it is " + note + ".",
        picture);
  }

  private static String sizes(FileChange c) {
    return switch (c.kind()) {
      case ADDED -> Human.bytes(c.newSize());
      case REMOVED -> Human.bytes(c.oldSize());
      case CHANGED, SAME ->
          c.oldSize() == c.newSize()
              ? Human.bytes(c.newSize())
              : Human.bytes(c.oldSize()) + " → " + Human.bytes(c.newSize());
    };
  }

  /** How many files were added, changed, removed. */
  public long count(FileChange.Kind kind) {
    return changes.stream().filter(c -> c.kind() == kind).count();
  }

  /** The page's path within the bucket. */
  public String page() {
    return "/deployments/" + manifest + "/" + to + "/compare";
  }

  /** The same for the command line. */
  public String cli() {
    return Shell.of("fleetman deployment diff")
        .arg(manifest)
        .arg(from)
        .arg(to)
        .option("--file", only)
        .toString();
  }
}
