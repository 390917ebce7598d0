package io.fleetman.agent.install;

import io.fleetman.document.FileType;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import io.fleetman.template.Template;
import io.fleetman.template.TemplateException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of a snapshot it takes to run it once it is installed. The list of files is most of a large
 * one, and says little about that: the unit, the program, and whether a log's folder has files of
 * the tree beside it. Pure.
 */
final class ToRun {
  private ToRun() {}

  /** The snapshot with just those files. */
  static SnapshotMark.Snapshot of(SnapshotMark.Snapshot snapshot, Map<String, String> tokens) {
    ManifestSpec spec = snapshot.spec();
    String command = command(spec, tokens);
    Set<RelativePath> besideLogs = new HashSet<>();
    SortedMap<RelativePath, TreeEntry> kept = new TreeMap<>();
    snapshot
        .files()
        .forEach(
            (path, entry) -> {
              if (path.equals(spec.unit())
                  || command.contains(path.value())
                  || isFirstBesideLog(spec, path, entry, besideLogs)) {
                kept.put(path, entry);
              }
            });
    return new SnapshotMark.Snapshot(
        snapshot.node(),
        snapshot.cell(),
        snapshot.manifest(),
        snapshot.version(),
        snapshot.deployment(),
        snapshot.inputs(),
        spec,
        snapshot.variables(),
        kept,
        snapshot.author());
  }

  // Without quotes and escapes, in which a path may be wrapped; a file too many does no harm.
  private static String command(ManifestSpec spec, Map<String, String> tokens) {
    if (spec.command() == null) {
      return "";
    }
    try {
      return Template.render(spec.command(), tokens).replaceAll("[\\\\\"']", "");
    } catch (TemplateException e) {
      return spec.command(); // and it is refused before it is run
    }
  }

  private static boolean isFirstBesideLog(
      ManifestSpec spec, RelativePath path, TreeEntry entry, Set<RelativePath> seen) {
    if (entry.type() == FileType.FOLDER
        || spec.data().stream().anyMatch(data -> data.isParentOf(path))) {
      return false;
    }
    boolean first = false;
    for (RelativePath log : spec.logs()) {
      int slash = log.value().lastIndexOf('/');
      if (slash > 0) {
        RelativePath folder = new RelativePath(log.value().substring(0, slash));
        first |= folder.isParentOf(path) && seen.add(folder);
      }
    }
    return first;
  }
}
