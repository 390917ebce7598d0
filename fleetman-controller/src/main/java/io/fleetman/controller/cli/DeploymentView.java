package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.deployment.DeploymentSummary;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Shows deployments and files. */
final class DeploymentView {
  private DeploymentView() {}

  /** The JSON document of a change of state. */
  record Changed(ManifestId manifest, Version version, boolean dryRun, String change) {}

  /** Says what was done to a deployment. */
  static int done(Session session, DeploymentArguments which, boolean dryRun, String what) {
    if (session.json()) {
      session.printJson(new Changed(which.manifest(), which.version(), dryRun, what));
    } else {
      session.terminal().print(which + (dryRun ? " would be " : " is ") + what);
    }
    return 0;
  }

  /** Deployments, one a line. */
  static void table(Session session, List<DeploymentDocument> deployments) {
    Table table = new Table("MANIFEST", "VERSION", "STATE", "FILES", "SIZE", "CHANGED", "BY");
    for (DeploymentDocument d : deployments) {
      DeploymentSummary s = DeploymentSummary.of(d);
      table.row(
          s.manifest(),
          new Cell(s.version().toString(), Style.BOLD),
          new Cell(word(s.state()), style(s.state())),
          s.files(),
          Human.bytes(s.bytes()),
          Human.time(s.author().at()),
          s.author().by());
    }
    table.lines(session.terminal().paint()).forEach(session.terminal()::print);
  }

  /** Files by path, for JSON. */
  static Map<String, TreeEntry> byPath(SortedMap<RelativePath, TreeEntry> files) {
    Map<String, TreeEntry> byPath = new TreeMap<>();
    files.forEach((path, entry) -> byPath.put(path.value(), entry));
    return byPath;
  }

  /** Files, one a line. */
  static void files(Session session, SortedMap<RelativePath, TreeEntry> files) {
    Table table = new Table("PATH", "TYPE", "SIZE", "MODE", "SHA256");
    files.forEach(
        (path, e) ->
            table.row(
                path,
                e.type().name().toLowerCase(Locale.ROOT),
                e.type() == FileType.FOLDER ? "" : Human.bytes(e.size()),
                e.mode(),
                e.sha256() == null ? "" : e.sha256().substring(0, 12)));
    table.lines(session.terminal().paint()).forEach(session.terminal()::print);
  }

  static String word(DeploymentState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Style style(DeploymentState state) {
    return switch (state) {
      case SEALED -> Style.GOOD;
      case DRAFT -> Style.WARN;
      case RECYCLED, PURGED -> Style.DIM;
    };
  }
}
